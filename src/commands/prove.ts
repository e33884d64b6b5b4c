import * as z from 'zod';
import type { ChangeProof } from '../domain/change-proof.ts';
import { defineCommand } from '../domain/command.ts';
import type { Check } from '../domain/report.ts';
import { findChecks, requireCheck } from './find-checks.ts';
import { proveRange } from './prove-range.ts';
import { requireRange } from './range.ts';
import { configArg } from './shared-args.ts';

export const proveCommand = defineCommand({
  name: 'prove',
  aliases: [],
  summary:
    'Judge anybody’s change: was something red before and green after, got nothing worse, was no check weakened?',
  positionals: ['change'],
  rest: 'command',
  args: z.strictObject({
    change: z.string().describe('A branch, or a range of commits: base..head.'),
    check: z.array(z.string()).default([]).describe('Run only this check (may be given several times).'),
    config: configArg,
    command: z.array(z.string()).default([]).describe('Judge by exactly this command.'),
  }),
  right: 'chat',
  examples: ['dreamos prove dreamos/fix/typecheck-1a2b3c4d', 'dreamos prove origin/main..feature --json'],
  run: async (args, context) => {
    const project = await context.open('.', { config: args.config });
    const range = await requireRange(project, args.change);
    const checks = await chooseChecks();
    const proof = await proveRange(range, checks, project, context);
    return { text: renderProof(proof, range.named), json: proof, exit: proof.status === 'proved' ? 0 : 1 };

    async function chooseChecks(): Promise<readonly Check[]> {
      if (args.command.length > 0) {
        const { checkOfCommand } = await import('../checks/detect.ts');
        return [checkOfCommand(args.command, project.prefix || '.')];
      }
      const found = await findChecks(project, context);
      return args.check.length > 0
        ? args.check.map((name) => requireCheck(found.checks, name))
        : found.checks;
    }
  },
});

function renderProof(proof: ChangeProof, named: string | undefined): string {
  const lines = [
    `${proof.status}: ${proof.base.slice(0, 12)}..${proof.head.slice(0, 12)}`,
    ...(named ? [`  base: where both parted; ${named.slice(0, 12)} has gone on since`] : []),
    ...proof.checks.map(
      (one) =>
        `  ${one.check}: exit ${one.before.exit ?? '-'} -> ${one.after.exit ?? '-'}  ${one.result}${one.withNewTests ? ' (base with the new tests)' : ''}; ${one.why}`,
    ),
    `  guard: ${proof.guard.allowed ? 'nothing weakened' : 'refused'}`,
    ...(proof.recorded === 'none'
      ? []
      : [
          `  recorded proof: ${proof.recorded === 'matches' ? 'speaks of exactly this change' : 'speaks of another change'}`,
        ]),
    ...(proof.missing.length > 0 ? ['missing:', ...proof.missing.map((line) => `  - ${line}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}
