import type { Failure } from '../domain/report.ts';

/** What a parser is given: what was printed, and what structured reporters wrote. */
export interface Printed {
  /** Name of the check, copied into each failure. */
  readonly check: string;
  /** Output with colours; a parser strips them by `stripAnsi`. */
  readonly output: string;
  /** Reports that our reporters wrote, in the order the tools ended. Empty when none could be hooked in (a CI log). */
  readonly reports: readonly StructuredReport[];
  /** Absolute folders that stand for the repository's top, longest first; paths below them become relative. Empty for a foreign log: then they are guessed. */
  readonly roots: readonly string[];
  /** Repository-relative folder that the command ran in; relative paths are taken from it. */
  readonly cwd: string;
}

/** What a hooked reporter wrote: the tool's own JSON, one file per tool process. */
export interface StructuredReport {
  readonly tool: string;
  /** Repository-relative folder that the tool ran in. */
  readonly cwd: string;
  /** Parsed by the tool's schema, never trusted. */
  readonly data: unknown;
}

/**
 * One tool whose output we read. To add one: a file in `parsers/`, a line in `parsers/index.ts`, recordings in
 * `test/checks/parsers/recordings/<tool>/`.
 */
export interface Parser {
  /** The tool's name, as in `Failure.tool`. */
  readonly name: string;
  /** True when the text shows this tool's hand. Cheap. */
  recognises(text: string): boolean;
  /** Reads printed text, with ANSI codes stripped. Tolerant: what it does not understand it skips. */
  parseText(text: string, printed: Printed): Failure[];
  /** Reads this tool's structured report; null where there is no structured reporter. Throws nothing: what does not fit the schema yields []. */
  readonly parseReport: ((report: StructuredReport, printed: Printed) => Failure[]) | null;
  /**
   * The command line that reproduces just this failure (one test, fewest files), to be run at the top of the
   * repository; null when the tool cannot narrow.
   */
  narrow(failure: Failure): string | null;
}
