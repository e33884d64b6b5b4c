import type { Command } from '../domain/command.ts';
import { applyCommand } from './apply.ts';
import { checksCommand } from './checks.ts';
import { cleanCommand } from './clean.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { guardCommand } from './guard.ts';
import { healCommand } from './heal.ts';
import { loreCommands } from './lore/index.ts';
import { proveCommand } from './prove.ts';
import { validateCommand } from './validate.ts';

/** Every command, in the order that help shows them. Help, completions and docs are made from this list. */
export const commands: readonly Command[] = [
  healCommand,
  checksCommand,
  explainCommand,
  proveCommand,
  guardCommand,
  applyCommand,
  validateCommand,
  ...loreCommands,
  doctorCommand,
  cleanCommand,
];
