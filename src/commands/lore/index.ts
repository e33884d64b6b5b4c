import type { Command } from '../../domain/command.ts';
import { addCommand } from './add.ts';
import { lintCommand } from './lint.ts';
import { redactCommand } from './redact.ts';
import { searchCommand } from './search.ts';
import { showCommand } from './show.ts';

/** What stands behind `dreamos lore`, in the order that help shows it. */
export const loreCommands: readonly Command[] = [
  searchCommand,
  showCommand,
  addCommand,
  lintCommand,
  redactCommand,
];
