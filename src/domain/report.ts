import * as z from 'zod';

/** One frame of a stack, outermost call last, as the tool printed it. */
export const Frame = z.object({
  /** Repository-relative with `/` when own; else as printed. */
  file: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  /** Function name, or null at top level. */
  name: z.string().nullable(),
  /** True when the file is the repository's own code: not a dependency, not the runtime. */
  own: z.boolean(),
});
export type Frame = z.infer<typeof Frame>;

/** One thing that a check complained about. The same shape for a type error, a lint finding and a red test. */
export const Failure = z.object({
  /** Name of the check that reported it. */
  check: z.string(),
  /** The tool whose output it was read from: `tsc`, `eslint`, `jest`, ... or `text` (last resort), `exit` (nothing could be read). */
  tool: z.string(),
  /** Rule or error code: `TS2304`, `no-unused-vars`, `AssertionError`; null where the tool has none. */
  rule: z.string().nullable(),
  /** Repository-relative path with `/`. For a red test: the test file. Null when unknown. */
  file: z.string().nullable(),
  /** 1-based. */
  line: z.number().int().nullable(),
  /** 1-based. */
  column: z.number().int().nullable(),
  /** Titles from the outermost suite to the test; null for what is not a test. */
  testPath: z.array(z.string()).nullable(),
  /** The message as the tool printed it, colours stripped, without the stack. */
  message: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  frames: z.array(Frame),
});
export type Failure = z.infer<typeof Failure>;

/** What a command left behind. */
export const Ran = z.object({
  /** Exit code; null when a signal or the deadline ended it. */
  exit: z.number().int().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  /** Wall-clock milliseconds. */
  ms: z.number(),
  /** Standard output and error in the order they arrived; the middle is cut when there was too much, and a line says so. */
  output: z.string(),
  /** Bytes printed in all, also those that were not kept. */
  bytes: z.number().int(),
  /** SHA-256 (hex) over all bytes printed, also those that were not kept. */
  sha256: z.string(),
});
export type Ran = z.infer<typeof Ran>;

/** A check: a command of the repository that exits 0 when all is well. */
export const Check = z.object({
  /** Unique in a repository, a slug: `typecheck`, `lint`, `test`, `packages-core-test`. */
  name: z.string(),
  kind: z.enum(['typecheck', 'lint', 'format', 'test', 'build', 'command']),
  /** A shell command line, run by `/bin/sh -c` (on Windows `cmd /d /s /c`). */
  run: z.string(),
  /** Repository-relative folder to run it in; `.` for the top. */
  cwd: z.string(),
  /** Deadline of one run, milliseconds. */
  timeoutMs: z.number().int(),
  /** Names of the tools that it is expected to start, a hint for parsing. */
  tools: z.array(z.string()),
  /** Why it was found, for people: `script "lint" of package.json`. */
  why: z.string(),
});
export type Check = z.infer<typeof Check>;

/** One run of one check, read. `green` is exit 0 within the deadline, whatever was parsed. */
export const Report = z.object({
  check: z.string(),
  command: z.string(),
  status: z.enum(['green', 'red']),
  ran: Ran,
  /** Empty when green. At least one when red: a red run that nobody could read has one failure of tool `exit`. */
  failures: z.array(Failure),
});
export type Report = z.infer<typeof Report>;
