import * as z from 'zod';

/** 26 digits of Crockford's base 32; the first ten are the time in milliseconds, so ids sort as they were made. */
export const LoreId = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'an id is a ULID in capitals');
export type LoreId = z.infer<typeof LoreId>;

/**
 * What an entry is. `devlog` tells a run; `fix`, `failure` (a dead end) and `flaky` tell an incident; `outcome` moves what
 * became of an earlier entry; `tombstone` takes one out of recall and timeline.
 */
export const LoreKind = z.enum([
  'devlog',
  'fix',
  'failure',
  'flaky',
  'decision',
  'digest',
  'story',
  'outcome',
  'tombstone',
]);
export type LoreKind = z.infer<typeof LoreKind>;

/** What became of it. `held`: merged, and its lines stood for 30 days. `closed`: given up without a merge. */
export const LoreOutcome = z.enum(['open', 'proposed', 'merged', 'held', 'reverted', 'closed']);
export type LoreOutcome = z.infer<typeof LoreOutcome>;

/** How far an entry may be believed. Computed from git facts; an entry's own claim can only lower it. */
export const Trust = z.enum(['verified', 'observed', 'imported']);
export type Trust = z.infer<typeof Trust>;

/** One line without control characters. */
const Line = z.string().regex(/^[^\p{Cc}\u2028\u2029\ufeff\ud800-\udfff]+$/u, 'one line of text');
/** Repository-relative with `/`, never out of the repository. */
const Path = Line.regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))/, 'a path inside the repository');
const Sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a full SHA');
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
/** ISO 8601 in UTC with milliseconds, as `Date.toISOString` prints it. */
const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'a time like 2026-01-31T12:00:00.000Z')
  .refine((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text, 'no such time');

/** What an entry relies on: a file as it was. A changed blob makes the citation stale, a vanished path breaks it. */
export const Cite = z.object({
  path: Path,
  /** Git's name of the content. */
  blob: Sha,
});
export type Cite = z.infer<typeof Cite>;

/** A candidate that was tried and what became of it: a dead end, where it is not `proved`. */
export const Tried = z.object({
  fixer: Line,
  /** The patch's title. */
  candidate: Line,
  /** As `Verdict.status`. */
  status: z.enum([
    'proved',
    'plausible',
    'refused',
    'unapplicable',
    'still-red',
    'broke',
    'timed-out',
    'flaky',
  ]),
});
export type Tried = z.infer<typeof Tried>;

/** Markdown with `\n` only, without blank lines before it or white space behind it; '' when there is none. */
const Body = z
  .string()
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'text')
  .refine((text) => !text.includes('\r'), 'lines that end in \\n')
  .refine((text) => !/^[^\S\n]*\n|\s$/.test(text), 'no blank lines before it and no white space behind it');

/** One thing worth keeping. Immutable: what came later is told by later entries that refer to it or supersede it. */
export const LoreEntry = z.object({
  id: LoreId,
  kind: LoreKind,
  created: Instant,
  /** The agent that wrote it; null for a person. */
  agent: Line.nullable(),
  /** Id of the run that it is of. */
  run: Line.nullable(),
  /** What started the run: the trigger's kind. */
  event: Line.nullable(),
  /** Commit that was looked at. */
  base: Sha.nullable(),
  /** The fix commit. */
  head: Sha.nullable(),
  /** SHA-256 of the fix's source diff, as its proof has it. */
  patch: Sha256.nullable(),
  /** Name of the check that was red. */
  check: Line.nullable(),
  /** Tool and rule or error code that complained: `tsc TS2304`, `jest AssertionError`. */
  rule: Line.nullable(),
  /** Identity of the incident. */
  fingerprint: Sha256.nullable(),
  /** The failure's class: its shape without names. */
  signature: Line.nullable(),
  files: z.array(Path),
  /** Test titles from the outermost suite inwards, joined by ` > `. */
  tests: z.array(Line),
  fixer: Line.nullable(),
  tried: z.array(Tried),
  /** Candidate patches evaluated. */
  candidates: z.number().int().nonnegative().nullable(),
  /** Wall-clock seconds of the run. */
  seconds: z.number().nonnegative().nullable(),
  outcome: LoreOutcome.nullable(),
  cites: z.array(Cite),
  /** How sure a machine is of what it inferred and did not verify, 0 to 1; null where nothing is inferred. */
  confidence: z.number().min(0).max(1).nullable(),
  /** A claim; see `Trust`. */
  trust: Trust.nullable(),
  /** Entries that this one takes the place of. */
  supersedes: z.array(LoreId),
  /** Entries that it is about: a devlog's entries, the one whose outcome moved, the one that is forgotten. */
  refers: z.array(LoreId),
  /** From then on it is not recalled. */
  expires: Instant.nullable(),
  tags: z.array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a tag has small letters, digits and `-`')),
  /** What was learned, a line of inline markdown. */
  title: Line.max(200).refine((text) => text.trim() === text, 'no white space at its ends'),
  /** What happened, the cause, what was tried, what held, what to do next time. */
  body: Body,
});
export type LoreEntry = z.infer<typeof LoreEntry>;

/** What recall did to one incident of a run; the shape of `lore` in `heal --json`. */
export const LoreTrace = z.object({
  recalled: z.array(z.object({ id: LoreId, why: z.string(), trust: Trust, stale: z.boolean() })),
  /** What it changed, sentences; also what was tried against its advice and how that ended. */
  changed: z.array(z.string()),
  /** Ids of the entries that the run wrote. */
  written: z.array(LoreId),
});
export type LoreTrace = z.infer<typeof LoreTrace>;
