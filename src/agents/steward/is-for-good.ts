import { DreamError, type ErrorCode } from '../../domain/errors.ts';

/** What may go well another time: the process was ended, the forge did not answer git, a worker died. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['git-failed', 'interrupted', 'internal']);

/** An error that says why something is not to be done, and will say it again the next time: told, not tried again. */
export function isForGood(error: unknown): error is DreamError {
  return error instanceof DreamError && !PASSING.has(error.code);
}
