import type { Command } from '../../domain/command.ts';
import { searchCommand } from './search.ts';

/** What stands behind `dreamos lore`, in the order that help shows it. */
export const loreCommands: readonly Command[] = [searchCommand];
