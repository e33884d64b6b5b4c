import * as z from 'zod';

/** `--config <file>`: the same on each command that reads the config. */
export const configArg = z
  .string()
  .optional()
  .describe('Config file instead of .github/dreamos.yml at HEAD.');
