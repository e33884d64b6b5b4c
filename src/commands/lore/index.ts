import type { Command } from '../../domain/command.ts';
import { addCommand } from './add.ts';
import { digestCommand } from './digest.ts';
import { loreDoctorCommand } from './doctor.ts';
import { forgetCommand } from './forget.ts';
import { importCommand } from './import.ts';
import { lintCommand } from './lint.ts';
import { redactCommand } from './redact.ts';
import { searchCommand } from './search.ts';
import { settleCommand } from './settle.ts';
import { showCommand } from './show.ts';
import { storyCommand } from './story.ts';
import { timelineCommand } from './timeline.ts';
import { whyCommand } from './why.ts';

/** What stands behind `dreamos lore`, in the order that help shows it. */
export const loreCommands: readonly Command[] = [
  searchCommand,
  showCommand,
  whyCommand,
  addCommand,
  importCommand,
  forgetCommand,
  settleCommand,
  timelineCommand,
  digestCommand,
  storyCommand,
  lintCommand,
  loreDoctorCommand,
  redactCommand,
];
