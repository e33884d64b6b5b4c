import { type Patch, patchOf } from '../../domain/patch.ts';
import type { Recalled } from '../../lore/recall.ts';
import type { Fixer, Site } from '../../repair/fixer.ts';
import { isTestPath } from '../../repair/guard/role.ts';
import { replay } from '../../repair/memory/replay.ts';
import { adapt, blocksOf } from '../../repair/memory/template.ts';
import { findUsed } from '../suspects.ts';
import type { PastFix } from './past-fixes.ts';

/** A fixer whose candidates come from fixes that held. They are judged like all others. */
export interface MemoryFixer extends Fixer {
  /** Title of a candidate -> id of the entry that it is from, and why where the title does not show it. Filled as candidates are made. */
  readonly sources: ReadonlyMap<string, string>;
  /** What candidates were made by that is not among the hits, perhaps. */
  readonly used?: ReadonlySet<Recalled>;
  /** What became of those that were only tried out, sentences. */
  readonly triedOut?: readonly string[];
}

export const NAME = 'memory';
/** Candidates of templates for one incident: a wrong one costs a run. */
const MOST_TEMPLATES = 4;
const MOST_FILES = 12;
/** Places that are less alike are another thing. */
const LEAST_LIKENESS = 0.25;

/** Redoes fixes of the very failure; null where there are none. */
export function replayFixer(fixes: readonly PastFix[]): MemoryFixer | null {
  const own = fixes.filter(({ recalled }) => recalled.match === 'fingerprint');
  if (own.length === 0) return null;
  const sources = new Map<string, string>();
  return {
    name: NAME,
    sources,
    handles: () => true,
    propose: async function* (site) {
      const replays = await makeReplays(own, site, sources);
      if (replays.length > 0) yield replays;
      return null;
    },
  };
}

/** Redoes drafts of the very failure, then makes the changes of its class with the names of this one; null where there are none. */
export function templateFixer(fixes: readonly PastFix[]): MemoryFixer | null {
  if (fixes.length === 0) return null;
  const sources = new Map<string, string>();
  return {
    name: NAME,
    drafts: true,
    sources,
    handles: () => true,
    propose: async function* (site) {
      const own = fixes.filter(({ recalled }) => recalled.match === 'fingerprint');
      const replays = await makeReplays(own, site, sources);
      const templates = await makeTemplates(fixes, site, sources);
      const all = [...replays, ...templates];
      if (all.length > 0) yield all;
      return null;
    },
  };
}

async function makeReplays(
  fixes: readonly PastFix[],
  { workspace }: Site,
  sources: Map<string, string>,
): Promise<Patch[]> {
  const made = fixes.map(async ({ recalled, commit, changes }) => {
    const edits = await Promise.all(
      changes.map(async (change) => {
        const today = await workspace.read(change.path);
        const after = change.binary || change.renamedFrom !== null ? null : replay(change, today);
        return after === null ? null : { path: change.path, before: today, after };
      }),
    );
    const whole = edits.filter((edit) => edit !== null);
    if (whole.length === 0 || whole.length < edits.length) return [];
    const title = `redo ${commit.slice(0, 8)} in ${whereOf(whole.map(({ path }) => path))}`;
    sources.set(title, recalled.entry.id);
    return [patchOf(title, whole)];
  });
  return (await Promise.all(made)).flat();
}

/** Changes of one file, made in the files that this failure is about, the likest place first. */
async function makeTemplates(
  fixes: readonly PastFix[],
  site: Site,
  sources: Map<string, string>,
): Promise<Patch[]> {
  const files = await findFiles(site);
  const found: { patch: Patch; id: string; likeness: number }[] = [];
  for (const { recalled, commit, changes } of fixes) {
    const [change, ...others] = changes;
    if (!change || others.length > 0 || change.before === null || change.after === null) continue;
    const blocks = blocksOf(change.before, change.after);
    if (blocks === null) continue;
    for (const { path, text } of files) {
      for (const { text: after, line, likeness } of adapt(blocks, text)) {
        const title = `do as ${commit.slice(0, 8)} did at ${path}:${line}`;
        const patch = patchOf(title, [{ path, before: text, after }]);
        if (likeness >= LEAST_LIKENESS) found.push({ patch, id: recalled.entry.id, likeness });
      }
    }
  }
  const best = found.sort((a, b) => b.likeness - a.likeness).slice(0, MOST_TEMPLATES);
  for (const { patch, id } of best) sources.set(patch.title, id);
  return best.map(({ patch }) => patch);
}

/** Sources that the failure is about: on its stacks, named by it, used by its test. */
async function findFiles({ incident, workspace }: Site): Promise<{ path: string; text: string }[]> {
  const named = incident.failures.flatMap(({ file, frames }) => [
    ...frames.flatMap((frame) => (frame.own ? [frame.file] : [])),
    ...(file === null ? [] : [file]),
  ]);
  const read = (path: string) => workspace.read(path);
  const used = await findUsed(named, read, MOST_FILES);
  const paths = [...new Set([...named, ...used])].filter((path) => !isTestPath(path)).slice(0, MOST_FILES);
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await read(path) })));
  return texts.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}

function whereOf(paths: readonly string[]): string {
  return paths.length === 1 ? (paths[0] ?? '') : `${paths.length} files`;
}
