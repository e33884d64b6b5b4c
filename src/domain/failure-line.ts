import type { Failure } from './report.ts';

/** A failure in a line: place, test, first line of the message. */
export function toLine(failure: Pick<Failure, 'file' | 'line' | 'testPath' | 'rule' | 'message'>): string {
  const place = failure.file ? `${failure.file}${failure.line === null ? '' : `:${failure.line}`}: ` : '';
  const test = failure.testPath ? `${failure.testPath.join(' > ')}: ` : '';
  const message = failure.message.split('\n')[0] ?? '';
  const rule = failure.rule && !message.includes(failure.rule) ? ` (${failure.rule})` : '';
  return `${place}${test}${message}${rule}`;
}
