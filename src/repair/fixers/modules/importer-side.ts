import { namesGivenBy } from './audit.ts';
import { type Candidate, replace, toEdits } from './candidate.ts';
import { specifiersOf, takeInstead, takeNames } from './import-edits.ts';
import { type Case, giversOf, specifierLike } from './missing-name.ts';
import { nearNames } from './near.ts';

/** The importers misspelled it. */
export function takeAnother({ module, wanted, wanting, given }: Case): Candidate[] {
  if (wanted === 'default') return [];
  const known =
    wanting.some(({ name }) => name.member) && module.keys ? module.keys.map(({ name }) => name) : [];
  return nearNames(wanted, [...given, ...known])
    .slice(0, 3)
    .map(
      ({ name: to, letters }): Candidate => ({
        title: `use ${to} of ${module.path} for ${wanted}`,
        cost: 1 + letters * 0.5 + (wanting.length - 1) * 0.3,
        edits: toEdits(wanting.flatMap((use) => takeInstead(use, use.name, to))),
      }),
    );
}

/** The importers take by default what is named, or by name what is the default. */
export function crossKinds(one: Case): Candidate[] {
  const target = one.wanted === 'default' ? namedFor(one) : defaultFor(one);
  if (target === null) return [];
  const edits = one.wanting.flatMap((use) => {
    const names = specifiersOf(use.reference);
    if (use.name.member || !names.includes(use.name)) return [];
    // To CommonJS the default export is the whole module.
    const imported = use.reference.kind !== 'import' && target === 'default' ? '*' : target;
    return takeNames(
      use,
      names.map((name) => (name === use.name ? { imported, local: name.local } : name)),
    );
  });
  if (edits.length === 0) return [];
  const words = { default: 'the default export', '*': 'all' }[target] ?? `${target} by name`;
  return [
    { title: `import ${words} of ${one.module.path}`, cost: target === '*' ? 2 : 0.8, edits: toEdits(edits) },
  ];
}

/** The named export that is meant by a default import; `*` for the whole module. */
function namedFor({ called, given }: Case): string | null {
  const named = [...given];
  if (given.has(called)) return called;
  return nearNames(called, named)[0]?.name ?? (named.length === 1 ? (named[0] ?? null) : '*');
}

/** `default` where the default export may be what is wanted by name. */
function defaultFor({ module, wanted, given }: Case): 'default' | null {
  const whole = module.exports.find(({ name }) => name === 'default');
  if (!whole) return null;
  return whole.local === null || whole.local === wanted || given.size === 1 ? 'default' : null;
}

/** Another module gives it: the importers name the wrong one. Allowed for tests too, for only a path changes. */
export async function takeFromElsewhere(one: Case): Promise<Candidate[]> {
  if (one.wanted === 'default' || one.wanting.some(({ name }) => name.member)) return [];
  const candidates: Candidate[] = [];
  for (const { giver, far } of await giversOf(one)) {
    const given = (await namesGivenBy(one.sources, giver)) ?? new Set();
    const edits = one.wanting.flatMap(({ importer, reference }) => {
      if (!specifiersOf(reference).every(({ imported }) => given.has(imported))) return [];
      return [replace(importer, reference.sourceSpan, specifierLike(reference.source, importer, giver))];
    });
    if (edits.length > 0)
      candidates.push({
        title: `import ${one.wanted} from ${giver.path}`,
        cost: 1.4 + far,
        edits: toEdits(edits),
      });
  }
  return candidates;
}
