import * as z from 'zod';
import { type CommandContext, defineCommand } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import { findChecks } from './find-checks.ts';

interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'missing' | 'note';
  readonly says: string;
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  aliases: [],
  summary: 'Say what works here, what is missing, and what to do about it.',
  positionals: ['path'],
  rest: null,
  args: z.strictObject({
    path: z.string().default('.').describe('A folder of the repository; default: here.'),
  }),
  right: 'chat',
  examples: ['dreamos doctor'],
  run: async ({ path }, context) => {
    const findings = [...(await examineMachine(context)), ...(await examineRepository(path, context))];
    const marks = { ok: '✓', missing: '✗', note: '-' } as const;
    const text = findings.map(({ name, status, says }) => `${marks[status]} ${name}: ${says}\n`).join('');
    const ill = findings.some((finding) => finding.status === 'missing');
    return { text, json: { status: ill ? 'missing' : 'ok', findings }, exit: ill ? 1 : 0 };
  },
});

async function examineMachine(context: CommandContext): Promise<Finding[]> {
  const { node, git, dreamos } = await context.versions();
  const old = isOlder(node ?? '0', 22, 13);
  return [
    { name: 'dreamos', status: 'ok', says: dreamos ?? 'unknown version' },
    {
      name: 'node',
      status: old ? 'missing' : 'ok',
      says: old ? `${node} is too old; 22.13 or newer is needed` : (node ?? ''),
    },
    {
      name: 'git',
      status: git ? (isOlder(git, 2, 31) ? 'missing' : 'ok') : 'missing',
      says: git ?? 'not found; install git 2.31 or newer',
    },
    await examineSandbox(context),
    { name: 'model', status: 'note', says: 'none is needed' },
  ];
}

/** No sandbox is no fault of a machine: the owner's own checks run without. */
async function examineSandbox(context: CommandContext): Promise<Finding> {
  const { level, name, why, hint } = await context.sandbox();
  const says = `level ${level} of 6: ${name}`;
  if (level <= 3) return { name: 'sandbox', status: 'ok', says };
  const open = 'checks run with your rights, in a throw-away checkout, without your tokens and home folder';
  return {
    name: 'sandbox',
    status: 'note',
    says: [`${says}; ${open}.`, why, hint].filter(Boolean).join(' '),
  };
}

async function examineRepository(path: string, context: CommandContext): Promise<Finding[]> {
  try {
    const project = await context.open(path);
    const { packageManager, checks } = await findChecks(project, context);
    const dirty = await project.history.isDirty();
    return [
      { name: 'repository', status: 'ok', says: `${project.root} at ${project.head.slice(0, 12)}` },
      { name: 'config', status: 'ok', says: `mode ${project.config.mode}` },
      { name: 'working tree', status: 'note', says: dirty ? 'has changes; heal looks at HEAD' : 'clean' },
      {
        name: 'package manager',
        status: 'note',
        says: `${packageManager.name ?? 'none'} (${packageManager.why})`,
      },
      checks.length > 0
        ? { name: 'checks', status: 'ok', says: checks.map((check) => check.name).join(', ') }
        : {
            name: 'checks',
            status: 'missing',
            says: 'none found; name one in .github/dreamos.yml, or: dreamos heal -- <command>',
          },
    ];
  } catch (error) {
    if (!(error instanceof DreamError)) throw error;
    return [{ name: 'repository', status: 'missing', says: `${error.message} ${error.hint}` }];
  }
}

function isOlder(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version
    .replace(/^[^\d]*/, '')
    .split('.')
    .map(Number);
  return a < major || (a === major && b < minor);
}
