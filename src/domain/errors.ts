/** Stable codes of the errors that a user can meet; they stand in `--json` and in the docs. */
export type ErrorCode =
  | 'not-a-repository'
  | 'no-commits'
  | 'bad-config'
  | 'bad-usage'
  | 'unknown-command'
  | 'unknown-check'
  | 'unknown-fingerprint'
  | 'no-checks'
  | 'bad-input'
  | 'not-found'
  | 'tree-not-clean'
  | 'refused'
  | 'git-failed'
  | 'incomplete-clone'
  | 'install-failed'
  | 'no-space'
  | 'read-only'
  | 'interrupted'
  | 'internal';

/** Codes whose cause is something that the user typed or wrote: exit code 2. Every other code is exit code 3. */
const USER_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'not-a-repository',
  'no-commits',
  'bad-config',
  'bad-usage',
  'unknown-command',
  'unknown-check',
  'unknown-fingerprint',
  'no-checks',
  'bad-input',
  'not-found',
  'tree-not-clean',
]);

/**
 * The one error class for what a person should read: a sentence of what went wrong and one of what to do.
 * Anything else that is thrown is a bug of ours. Expected failures of checks and fixers are values, never this.
 */
export class DreamError extends Error {
  override readonly name = 'DreamError';
  readonly code: ErrorCode;
  /** What to do next, a sentence or a command. Empty where there is nothing to say. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint = '', options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** 2 for the user's mistake, 3 for a refusal or a fault of ours. */
export function exitCodeOf(error: unknown): 2 | 3 {
  return error instanceof DreamError && USER_CODES.has(error.code) ? 2 : 3;
}
