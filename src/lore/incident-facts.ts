import type { Incident } from '../domain/incident.ts';
import { LoreEntry } from '../domain/lore.ts';
import type { IncidentOutcome } from '../domain/outcome.ts';
import { cut, toLine } from './quote.ts';

const MOST_FILES = 20;
const MOST_TESTS = 10;
const MOST_TRIED = 40;
const WIDTH = 200;

/** What an entry's front matter says of an incident. */
export function toIncidentFacts(one: IncidentOutcome, blobs: Readonly<Record<string, string>>) {
  const { incident, proof } = one;
  const files = filesOf(one);
  return {
    head: one.commit,
    patch: proof?.patchSha256 ?? null,
    check: toField(incident.check),
    rule: ruleOf(incident),
    fingerprint: incident.fingerprint,
    files,
    tests: testsOf(one),
    fixer: one.fixer === null ? null : toField(one.fixer),
    tried: triedOf(one),
    candidates: one.candidates,
    cites: files.flatMap((path) => {
      const blob = blobs[path];
      return blob === undefined ? [] : [{ path, blob }];
    }),
  };
}

/** Tool and rule or error code that complained. */
export function ruleOf({ failures: [first] }: Incident): string | null {
  return toField(first.rule === null ? first.tool : `${first.tool} ${first.rule}`);
}

/** What the patch changes first, then where it failed. */
export function filesOf(one: IncidentOutcome): string[] {
  const failing = one.incident.failures.flatMap((failure) => [
    ...(failure.file === null ? [] : [failure.file]),
    ...failure.frames.flatMap((frame) => (frame.own ? [frame.file] : [])),
  ]);
  const all = new Set([...patchedFiles(one.patch ?? ''), ...failing]);
  return [...all]
    .filter((path) => LoreEntry.shape.files.element.safeParse(path).success)
    .slice(0, MOST_FILES);
}

/** Paths of a unified diff, in its order. */
function patchedFiles(patch: string): string[] {
  return [...patch.matchAll(/^--- (?:a\/)?(.+)\n\+\+\+ (?:b\/)?(.+)$/gm)].map(([, before = '', after = '']) =>
    (after === '/dev/null' ? before : after).replace(/\t.*$/, ''),
  );
}

function testsOf({ incident }: IncidentOutcome): string[] {
  const titles = incident.failures.flatMap(({ testPath }) => toField(testPath?.join(' > ') ?? '') ?? []);
  return [...new Set(titles)].slice(0, MOST_TESTS);
}

/** A candidate that was offered twice is one. */
function triedOf({ attempts }: IncidentOutcome): LoreEntry['tried'] {
  const tried = attempts.map(({ fixer, candidate, verdict }) => ({
    fixer: toField(fixer) ?? '?',
    candidate: toField(candidate) ?? '?',
    status: verdict.status,
  }));
  return [...new Map(tried.map((one) => [JSON.stringify(one), one])).values()].slice(0, MOST_TRIED);
}

/** Words as a field of front matter: one line, null when nothing is left. */
export function toField(text: string): string | null {
  return cut(toLine(text), WIDTH) || null;
}
