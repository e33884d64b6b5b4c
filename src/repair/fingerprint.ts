import { createHash } from 'node:crypto';
import type { IdentifiedFailure } from '../domain/incident.ts';
import type { Failure } from '../domain/report.ts';
import { normaliseMessage } from './normalise.ts';
import { toPlainFile, toPlainPaths } from './normalise-paths.ts';

/** A new number makes new fingerprints of all failures: what memory knows of the old ones is lost. */
const VERSION = 1;

/**
 * The identity of a failure, 64 hex digits: the same wherever, whenever and on whichever Node it is seen, whichever check
 * reports it (where it says anything at all) and whether it was read from text or from a report. Two equal complaints in one file have one fingerprint.
 */
export function fingerprint(failure: Failure): string {
  const file = failure.file === null ? null : toPlainFile(failure.file);
  const identity = [
    VERSION,
    failure.tool,
    failure.rule,
    file,
    failure.testPath?.map((title) => toPlainPaths(title, failure.file).trim()) ?? null,
    ...saidOf(failure),
    // A command that ended red and said no more is told from another only by what it was run for.
    ...(failure.tool === 'exit' && file === null ? [failure.check] : []),
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

export function identify(failures: readonly Failure[]): IdentifiedFailure[] {
  return failures.map((failure) => ({ ...failure, fingerprint: fingerprint(failure) }));
}

/** The message, and what was expected and found where the message does not say it. */
function saidOf(failure: Failure): string[] {
  const message = withoutClass(normaliseMessage(failure.message, failure.file), failure.rule);
  const values = [failure.expected, failure.actual]
    .map((value) => normaliseMessage(value ?? '', failure.file))
    .filter((value) => value !== '' && !message.includes(value.replace(/^(['"`])(.*)\1$/s, '$2')));
  return [message, ...values];
}

/** Some reporters put the error's class before its message, others tell it apart. */
function withoutClass(message: string, rule: string | null): string {
  const [head = '', name = ''] = /^(?:[✖×✗●]\s+)?(?:Uncaught )?(\w*Error)(?: \[\w+\])?: /.exec(message) ?? [];
  return name === 'Error' || name === rule || name === 'AssertionError'
    ? message.slice(head.length)
    : message;
}
