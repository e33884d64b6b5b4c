import * as z from 'zod';
import { defineCommand } from '../domain/command.ts';
import { findChecks } from './find-checks.ts';
import { configArg } from './shared-args.ts';

export const checksCommand = defineCommand({
  name: 'checks',
  aliases: [],
  summary: 'Show the checks of this repository and why each was found.',
  positionals: ['path'],
  rest: null,
  args: z.strictObject({
    path: z.string().default('.').describe('A folder of the repository; default: here.'),
    config: configArg,
  }),
  right: 'chat',
  examples: ['dreamos checks', 'dreamos checks --json'],
  run: async (args, context) => {
    const project = await context.open(args.path, { config: args.config });
    const found = await findChecks(project, context);
    const { packageManager, checks, skipped } = found;
    const lines = [
      `package manager: ${packageManager.name ?? 'none'} (${packageManager.why})`,
      ...checks.map(
        (check) =>
          `${check.name}  ${check.run}${check.cwd === '.' ? '' : `  in ${check.cwd}`}\n    ${check.why}`,
      ),
      ...skipped.map((one) => `(left out) ${one.name}: ${one.why}`),
      ...(checks.length === 0
        ? ['No check was found. Name one in .github/dreamos.yml, or run: dreamos heal -- <command>']
        : []),
    ];
    return { text: `${lines.join('\n')}\n`, json: { packageManager, checks, skipped }, exit: 0 };
  },
});
