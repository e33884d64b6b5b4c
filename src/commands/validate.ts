import * as z from 'zod';
import { defineCommand } from '../domain/command.ts';
import { CONFIG_HOME } from '../domain/config-home.ts';

export const validateCommand = defineCommand({
  name: 'validate',
  aliases: [],
  summary: 'Say whether a config file is right, and what is wrong with it.',
  positionals: ['file'],
  rest: null,
  args: z.strictObject({
    file: z.string().optional().describe(`The file; default: ${CONFIG_HOME} on disk.`),
  }),
  right: 'chat',
  examples: ['dreamos validate', 'dreamos validate drafts/dreamos.yml'],
  run: async ({ file }, context) => {
    const path = file ?? CONFIG_HOME;
    const text =
      file === undefined ? await context.readFile(path).catch(() => null) : await context.readFile(path);
    if (text === null) {
      const config = await context.parseConfig('', path);
      return {
        text: `There is no ${path}: the defaults hold.\n`,
        json: { status: 'valid', file: null, config },
        exit: 0,
      };
    }
    const config = await context.parseConfig(text, path);
    return { text: `${path} is right.\n`, json: { status: 'valid', file: path, config }, exit: 0 };
  },
});
