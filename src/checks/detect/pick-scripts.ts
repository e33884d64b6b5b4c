import type { Kind } from './known-tools.ts';
import { readScript, type ScriptReading } from './read-script.ts';

/** A script of package.json that is taken for a check. */
export interface PickedScript {
  readonly kind: Kind;
  readonly script: string;
  readonly reading: ScriptReading;
  /** True when the script as it is would write or wait: then `reading.line` is run in its place. */
  readonly isChanged: boolean;
}

/** Something that looked like a check and is none. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
}

type Scripts = Readonly<Record<string, string>>;

interface Names {
  readonly kind: Kind;
  /** Names that say it all, best first. In these lists `-` stands for `:`, `_`, `.` and a hump as well. */
  readonly sure: readonly string[];
  /** Names that are believed only when a tool of the kind is seen at work. */
  readonly likely: readonly string[];
}

const NAMES: readonly Names[] = [
  {
    kind: 'typecheck',
    sure: ['typecheck', 'type-check', 'types-check', 'check-types', 'check-type', 'check-typescript'],
    likely: [
      ...['tsc', 'types', 'typescript', 'typings', 'lint-types', 'lint-tsc', 'test-types', 'test-type'],
      ...['test-typescript', 'test-tsc', 'test-typings', 'test-dts', 'check-ts', 'check-tsc', 'ts-check'],
      ...['tsc-check', 'type', 'ts', 'compile-check'],
    ],
  },
  {
    kind: 'lint',
    sure: ['lint', 'lint-check', 'lint-ci', 'lint-all', 'check-lint', 'test-lint', 'lint-js', 'lint-ts'],
    likely: [
      ...['eslint', 'eslint-check', 'lint-eslint', 'lint-es', 'lint-code', 'lint-src', 'check-eslint'],
      ...[
        'test-eslint',
        'standard',
        'xo',
        'biome',
        'biome-check',
        'biome-lint',
        'biome-ci',
        'oxlint',
        'tslint',
      ],
      ...['jshint', 'style', 'check-style', 'check-code'],
    ],
  },
  {
    kind: 'format',
    sure: ['format-check', 'check-format', 'formatting-check', 'check-formatting', 'fmt-check', 'check-fmt'],
    likely: [
      ...['prettier-check', 'check-prettier', 'prettier-ci', 'format-ci', 'lint-format', 'lint-prettier'],
      ...['format-test', 'test-format', 'test-prettier', 'format-verify', 'verify-format', 'biome-format'],
      ...['check-style', 'style-check', 'format', 'fmt', 'prettier', 'prettify', 'formatting', 'pretty'],
    ],
  },
  {
    kind: 'test',
    sure: [
      'test',
      'tests',
      'test-unit',
      'unit',
      'unit-test',
      'unit-tests',
      'test-ci',
      'test-run',
      'test-all',
    ],
    likely: ['test-node', 'test-once', 'test-js', 'jest', 'vitest', 'mocha', 'ava', 'spec', 'specs', 'tap'],
  },
  { kind: 'build', sure: ['build', 'compile'], likely: ['bundle', 'build-all', 'dist'] },
];

/** Why a formatter that is there is not asked: its complaints would be about the whole repository. */
export const NOT_ENFORCED = 'it writes, and nothing says that the code is kept formatted';

/** Scripts that run others; worth having only where the others cannot be had. */
const AGGREGATES = ['check', 'checks', 'ci', 'validate', 'verify', 'qa', 'check-all', 'preflight', 'all'];

/**
 * Picks the scripts of one package that are checks, at most one of each kind. `formatIsEnforced` says whether a format
 * script that writes is evidence that the code is kept formatted.
 */
export function pickScripts(
  scripts: Scripts,
  formatIsEnforced: boolean,
): { picked: PickedScript[]; skipped: Skipped[] } {
  const skipped: Skipped[] = [];
  const picked: PickedScript[] = [];
  const bySlug = new Map(Object.keys(scripts).map((name) => [toSlug(name), name]));
  for (const names of NAMES) {
    const candidates = candidatesFor(names, bySlug, scripts, skipped);
    // A script that reports as it stands is better than one that we had to change.
    const best = candidates.find(({ isChanged }) => !isChanged) ?? candidates[0];
    if (!best) continue;
    if (names.kind === 'format' && best.isChanged && !formatIsEnforced) {
      skipped.push({ name: best.script, why: NOT_ENFORCED });
    } else picked.push(best);
  }
  return { picked: [...picked, ...pickAggregate(bySlug, scripts, picked, skipped)], skipped };
}

function candidatesFor(
  names: Names,
  bySlug: ReadonlyMap<string, string>,
  scripts: Scripts,
  skipped: Skipped[],
): PickedScript[] {
  return [...names.sure, ...names.likely].flatMap((wanted) => {
    const script = bySlug.get(wanted);
    if (script === undefined) return [];
    const reading = readScript(script, scripts);
    if (reading.refusal !== null) {
      skipped.push({ name: script, why: reading.refusal });
      return [];
    }
    // A test script counts as one whatever it runs; a `types` script may as well generate code.
    const isSeen = reading.kinds.has(names.kind);
    const isBelieved = names.sure.includes(wanted) && (names.kind !== 'format' || reading.kinds.size === 0);
    return isSeen || isBelieved ? [toPicked(names.kind, script, reading)] : [];
  });
}

function pickAggregate(
  bySlug: ReadonlyMap<string, string>,
  scripts: Scripts,
  picked: readonly PickedScript[],
  skipped: Skipped[],
): PickedScript[] {
  for (const wanted of AGGREGATES) {
    const script = bySlug.get(wanted);
    if (script === undefined) continue;
    const reading = readScript(script, scripts);
    const [kind, ...others] = reading.kinds;
    const isOneKind = kind !== undefined && others.length === 0;
    if (reading.refusal !== null) skipped.push({ name: script, why: reading.refusal });
    else if (isOneKind && !picked.some((other) => other.kind === kind))
      return [toPicked(kind, script, reading)];
    else if (picked.length === 0) return [toPicked('command', script, reading)];
    else skipped.push({ name: script, why: 'it runs others together; its parts are checks of their own' });
  }
  return [];
}

function toPicked(kind: Kind, script: string, reading: ScriptReading): PickedScript {
  // A test or build that formats on its way is still the test that the repository has.
  const counts = { test: ['test'], build: ['build', 'typecheck'] } as const;
  const isChanged =
    kind === 'test' || kind === 'build'
      ? counts[kind].some((own) => reading.changed.has(own))
      : reading.changed.size > 0;
  return { kind, script, reading, isChanged };
}

/** `type:check`, `type_check` and `typeCheck` are `type-check`. */
export function toSlug(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
