import type { Failure, Report } from '../../domain/report.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Judgement } from './search-first-bad.ts';

/**
 * Reads what a run at an old commit says of a failure of today. Only the same failure counts as bad; a run that says
 * something else (the code does not build, the test cannot load) judges nothing. `toToday` gives today's name of a path.
 */
export function readJudgement(
  today: Failure,
  report: Report,
  options: { isNarrow: boolean; toToday: (path: string) => string },
): Judgement {
  if (report.ran.timedOut) return 'unknown';
  if (report.status === 'green') return 'good';
  const failures = report.failures.map((failure) => ({
    ...failure,
    check: today.check,
    file: failure.file === null ? null : options.toToday(failure.file),
  }));
  if (failures.some((failure) => isSame(today, failure))) return 'bad';
  if (options.isNarrow && today.testPath !== null) return 'unknown';
  return failures.every((failure) => isBeside(today, failure)) ? 'good' : 'unknown';
}

/** The same complaint, or the same test failing in the same way with other values. */
function isSame(today: Failure, other: Failure): boolean {
  if (fingerprint(today) === fingerprint(other)) return true;
  return (
    today.tool !== 'exit' &&
    today.tool === other.tool &&
    today.rule === other.rule &&
    today.file === other.file &&
    JSON.stringify(today.testPath) === JSON.stringify(other.testPath) &&
    toShape(today.message) === toShape(other.message)
  );
}

/** The first line without its values. */
function toShape(message: string): string {
  return (message.split('\n').find((line) => line.trim() !== '') ?? '')
    .replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '?')
    .replace(/-?\d[\d.,_]*/g, '?')
    .trim();
}

/** A failure of something else, told apart so well that ours would have shown beside it. */
function isBeside(today: Failure, other: Failure): boolean {
  if (other.tool !== today.tool || other.file === null) return false;
  // An error that ended the process: what comes behind it was not reached.
  if (today.tool === 'text') return false;
  if (today.testPath === null) return !/^TS1\d{3}$|^parse$|SyntaxError/.test(other.rule ?? '');
  return other.testPath !== null && JSON.stringify(other.testPath) !== JSON.stringify(today.testPath);
}
