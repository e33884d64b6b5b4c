import * as z from 'zod';
import { type CommandContext, defineCommand, type Reply } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import { explainVerdict } from '../domain/explain-verdict.ts';
import { toLine } from '../domain/failure-line.ts';
import type { IdentifiedFailure, Incident } from '../domain/incident.ts';
import type { IncidentOutcome } from '../domain/outcome.ts';

export const explainCommand = defineCommand({
  name: 'explain',
  aliases: [],
  summary: 'Say what failed and why nothing or something was done: of an earlier run, or of any CI log.',
  positionals: ['fingerprint'],
  rest: null,
  args: z.strictObject({
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{4,64}$/i, 'a fingerprint is 4 to 64 hexadecimal digits')
      .optional()
      .describe('Of an incident or failure of an earlier run; its first 8 digits will do.'),
    log: z.string().optional().describe('Read this CI log instead (- for standard input). Nothing is run.'),
  }),
  right: 'chat',
  examples: [
    'dreamos explain 1a2b3c4d',
    'dreamos explain --log ci.log',
    'gh run view --log-failed | dreamos explain --log - --json',
  ],
  run: async ({ fingerprint, log }, context) => {
    if (log !== undefined)
      return explainLog(log === '-' ? await context.readStdin() : await context.readFile(log));
    if (fingerprint !== undefined) return explainFingerprint(fingerprint.toLowerCase(), context);
    throw new DreamError(
      'bad-usage',
      'explain needs a fingerprint or --log <file>.',
      'dreamos explain --log ci.log',
    );
  },
});

/** A log with more failures than this tells nothing by the rest. */
const MOST_FAILURES = 5000;

async function explainLog(text: string): Promise<Reply> {
  const [{ readLog }, { identify }] = await Promise.all([
    import('../checks/read-log.ts'),
    import('../repair/fingerprint.ts'),
  ]);
  const all = readLog(text);
  const failures = identify(all.slice(0, MOST_FAILURES));
  const incidents = await groupByTool(failures);
  const [first] = failures;
  const json = {
    status: first ? 'red' : 'nothing-found',
    first: first ? { ...first, culprit: culpritOf(first) } : null,
    total: all.length,
    failures: failures.map((failure) => ({ ...failure, culprit: culpritOf(failure) })),
    incidents: incidents.map((incident) => ({
      fingerprint: incident.fingerprint,
      cause: incident.cause,
      tool: incident.failures[0].tool,
      failures: incident.failures.map((failure) => failure.fingerprint),
    })),
  };
  if (!first) return { text: 'No failure was found in this log.\n', json, exit: 0 };
  const blocks = incidents.map(renderIncident);
  const more = all.length - failures.length;
  if (more > 0) blocks.push(`… and ${more} more failures, which were not looked at\n`);
  return { text: `${[`first error: ${toLine(first)}`, '', ...blocks].join('\n')}\n`, json, exit: 0 };
}

async function groupByTool(failures: readonly IdentifiedFailure[]): Promise<Incident[]> {
  const { groupIncidents } = await import('../repair/incidents.ts');
  const tools = [...new Set(failures.map((failure) => failure.tool))];
  const grouped: Incident[] = [];
  for (const tool of tools)
    grouped.push(
      ...(await groupIncidents(
        failures.filter((failure) => failure.tool === tool),
        async () => null,
      )),
    );
  return grouped;
}

/** The line of own code to look at first: the innermost own frame that is not the test itself, else where it was reported. */
function culpritOf(
  failure: IdentifiedFailure,
): { file: string; line: number | null; column: number | null; name: string | null } | null {
  const frame =
    failure.frames.find((one) => one.own && one.file !== failure.file) ??
    failure.frames.find((one) => one.own);
  if (frame) return { file: frame.file, line: frame.line, column: frame.column, name: frame.name };
  return failure.file === null
    ? null
    : { file: failure.file, line: failure.line, column: failure.column, name: null };
}

function renderIncident(incident: Incident): string {
  const [first] = incident.failures;
  const culprit = culpritOf(first);
  return [
    `${incident.fingerprint.slice(0, 8)}  ${first.tool}: ${incident.cause}`,
    ...incident.failures.slice(0, 10).map((failure) => `  ${toLine(failure)}`),
    ...(incident.failures.length > 10
      ? [`  … and ${incident.failures.length - 10} more of the same cause`]
      : []),
    ...(culprit
      ? [
          `  look at ${culprit.file}${culprit.line === null ? '' : `:${culprit.line}`}${culprit.name ? ` (${culprit.name})` : ''}`,
        ]
      : []),
    '',
  ].join('\n');
}

async function explainFingerprint(prefix: string, context: CommandContext): Promise<Reply> {
  const project = await context.open('.');
  for (const record of await project.records.list(50)) {
    const found = record.outcome.incidents.find(
      (one) =>
        one.incident.failures.some((failure) => failure.fingerprint.startsWith(prefix)) ||
        one.incident.fingerprint.startsWith(prefix),
    );
    if (found)
      return {
        text: renderRecord(found, record),
        json: { run: record.id, at: record.at, ...found },
        exit: 0,
      };
  }
  throw new DreamError(
    'unknown-fingerprint',
    `No run of this repository on this machine has met ${prefix}.`,
    'Run: dreamos heal --dry-run',
  );
}

function renderRecord(one: IncidentOutcome, run: { id: string; at: string }): string {
  const lines = [
    `${one.incident.fingerprint.slice(0, 8)} in ${one.incident.check}, ${one.outcome} (${one.why}); run of ${run.at}`,
    renderIncident(one.incident),
    ...(one.branch ? [`fixed on ${one.branch} by ${one.fixer}: ${one.title}`] : []),
    ...one.attempts.map(
      ({ fixer, candidate, verdict }) => `  tried ${fixer}: ${candidate}: ${explainVerdict(verdict)}`,
    ),
    ...(one.escalation ? ['', one.escalation] : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
