import * as z from 'zod';
import { type CommandContext, defineCommand, type Project } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import { findChecks, requireCheck } from './find-checks.ts';
import { toHealJson } from './heal-json.ts';
import { type Chosen, FIXERS, toChosen, toHealTrigger } from './heal-trigger.ts';
import { renderOutcome } from './render-outcome.ts';
import { configArg } from './shared-args.ts';

const Args = z.strictObject({
  path: z.string().default('.').describe('A folder of the repository; default: here.'),
  check: z.array(z.string()).default([]).describe('Heal only this check (may be given several times).'),
  test: z.string().optional().describe('Heal only tests whose name contains this.'),
  only: z
    .array(z.enum(FIXERS))
    .default([])
    .describe(`Try only this fixer: ${FIXERS.join(', ')} (may be given several times).`),
  budget: z.coerce
    .number()
    .positive()
    .max(86_400)
    .optional()
    .describe(
      'Seconds for finding and proving fixes, beyond the first run of each check and installs; default 300.',
    ),
  dryRun: z.boolean().default(false).describe('Find and prove fixes, but write nothing.'),
  workingTree: z
    .boolean()
    .default(false)
    .describe(
      'Heal what is on disk, untracked files included, instead of HEAD; fixes are patches, no branch is made.',
    ),
  fetch: z
    .boolean()
    .default(false)
    .describe('In a shallow clone, fetch older commits to search for the culprit; the clone stays as it is.'),
  noLore: z
    .boolean()
    .default(false)
    .describe('Neither recall lore nor write any: to compare, or to leave no trace.'),
  config: configArg,
  command: z
    .array(z.string())
    .default([])
    .describe('Heal exactly this command instead of the repository’s checks.'),
});

export const healCommand = defineCommand({
  name: 'heal',
  aliases: ['fix'],
  summary: 'Run the checks, and turn each red one into a proved fix on a branch, or into a clear escalation.',
  positionals: ['path'],
  rest: 'command',
  args: Args,
  right: 'operate',
  examples: [
    'dreamos heal',
    'dreamos heal --check typecheck --dry-run',
    'dreamos heal -- npx vitest run test/cart.test.ts',
  ],
  run: async (args, context) => {
    const project = await context.open(args.path, {
      config: args.config,
      workingTree: args.workingTree,
      fetch: args.fetch,
    });
    if (project.config.mode === 'off') {
      throw new DreamError(
        'refused',
        'Dream.OS is off here (mode: off in the config).',
        'Set mode: propose to let it work.',
      );
    }
    const { checks, packages } = await chooseChecks(args, project, context);
    const isDirty = args.workingTree ? Promise.resolve(false) : project.history.isDirty();
    const outcome = await context.dispatch(
      project,
      toHealTrigger(
        project,
        { checks, packages },
        {
          ...args,
          dryRun: args.dryRun || args.workingTree,
        },
      ),
    );
    const looked = args.workingTree
      ? ['The working tree was looked at as it is on disk; a fix is a patch for it, and no branch was made.']
      : [];
    const dirty = (await isDirty) ? ['The working tree has changes: HEAD was looked at, not they.'] : [];
    const told = await project.workspaces.notes();
    const full = { ...outcome, notes: [...looked, ...dirty, ...told, ...outcome.notes] };
    return {
      text: renderOutcome(full),
      json: toHealJson(full),
      exit: full.status === 'green' || full.status === 'healed' ? 0 : 1,
    };
  },
});

async function chooseChecks(
  args: z.infer<typeof Args>,
  project: Project,
  context: CommandContext,
): Promise<Chosen> {
  if (args.command.length > 0) {
    const { checkOfCommand } = await import('../checks/detect.ts');
    return { checks: [checkOfCommand(args.command, project.prefix || '.')], packages: [] };
  }
  const found = await findChecks(project, context);
  for (const name of args.check) requireCheck(found.checks, name);
  if (found.checks.length === 0) {
    throw new DreamError(
      'no-checks',
      'No check was found in this repository.',
      'Name a command (dreamos heal -- npm test), or add it to .github/dreamos.yml under checks.',
    );
  }
  return toChosen(found);
}
