import * as z from 'zod';

/** A place that the compiler complained about. */
export interface Place {
  /** Repository-relative with `/`. */
  readonly file: string;
  /** 1-based; null when the tool did not say. */
  readonly line: number | null;
  readonly column: number | null;
  /** The number of `TS2304`. */
  readonly code: number;
  /** First line of the message. */
  readonly message: string;
}

/** What the worker is told, as a JSON file. */
export interface QuickFixRequest {
  /** Absolute top of the checkout. */
  readonly root: string;
  readonly places: readonly Place[];
  /** Project files that the check names by `-p`, repository-relative; they are looked at first. */
  readonly projects: readonly string[];
  /** Absolute path of a TypeScript that has a language service, for repositories whose own has none (version 7, or none installed). */
  readonly fallback: string | null;
  /** Milliseconds after which the worker stops screening and says what it has. */
  readonly softMs: number;
  readonly maxCandidates: number;
  /** Where to write the answer: absolute. */
  readonly answer: string;
}

/** What the worker found, best first. `before` and `after` are whole texts. */
export const QuickFixAnswer = z.object({
  /** Version of the TypeScript that was used, null when none could be loaded. */
  typescript: z.string().nullable(),
  candidates: z.array(
    z.object({
      title: z.string(),
      /** The service's name of the fix, or ours. */
      kind: z.string(),
      files: z.array(z.object({ path: z.string(), before: z.string(), after: z.string() })),
      /** `clean`: tried in memory, the complaints are gone and no new ones came. `partly`: fewer complaints. `useless`: none fewer, or as many new ones. */
      screened: z.enum(['clean', 'partly', 'useless', 'not-screened']),
    }),
  ),
  /** Sentences for a person. */
  notes: z.array(z.string()),
});
export type QuickFixAnswer = z.infer<typeof QuickFixAnswer>;
