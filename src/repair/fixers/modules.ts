import type { Verdict } from '../../domain/outcome.ts';
import { type Patch, patchOf } from '../../domain/patch.ts';
import type { Failure } from '../../domain/report.ts';
import type { Fixer, Site } from '../fixer.ts';
import { isTestPath } from '../guard/role.ts';
import { applyEdits } from './edits.ts';
import { type Candidate, together } from './modules/candidate.ts';
import { findProblems, speaksOfModules } from './modules/find-problems.ts';
import { mendCall } from './modules/mend-call.ts';
import { mendName } from './modules/mend-names.ts';
import { mendPackage } from './modules/mend-package.ts';
import { mendPath } from './modules/mend-paths.ts';
import { mendSystem } from './modules/mend-system.ts';
import { mendUndeclared } from './modules/mend-undeclared.ts';
import type { Problem } from './modules/problem.ts';
import { openSources, type Sources } from './modules/sources.ts';

const MOST_CANDIDATES = 40;
/** Problems that are looked at, and of the unnamed ones those that are mended beside. */
const MOST_PROBLEMS = 12;
const FIRST_BATCH = 2;
const BATCH = 6;

const CODES =
  /^(?:TS(?:2307|2305|2724|2614|2613|2459|2460|1192|1259|2834|2835|2792|1261|1149|1479|2306|5097)|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|ERR_UNSUPPORTED_DIR_IMPORT|ERR_UNKNOWN_BUILTIN_MODULE|ERR_REQUIRE_ESM|(?:import|import-x|n|node)\/(?:no-unresolved|named|default|extensions|no-missing-(?:import|require)))$/;

/** Wrong paths, extensions, names and kinds of imports and exports, found by reading the sources. */
export const modulesFixer: Fixer = { name: 'modules', handles, propose };

function handles(failure: Failure): boolean {
  return CODES.test(failure.rule ?? '') || speaksOfModules(failure);
}

async function* propose(site: Site): AsyncGenerator<readonly Patch[], string | null, readonly Verdict[]> {
  const sources = await openSources(site.workspace);
  const { candidates, advice } = await findCandidates(sources, site);
  const patches: Patch[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const patch = await toPatch(sources, candidate);
    const key = JSON.stringify(patch?.files ?? null);
    if (!patch || seen.has(key)) continue;
    seen.add(key);
    patches.push(patch);
  }
  const offered = patches.slice(0, MOST_CANDIDATES);
  for (let from = 0; from < offered.length; ) {
    const size = from === 0 ? FIRST_BATCH : BATCH;
    yield offered.slice(from, from + size);
    from += size;
  }
  return advice;
}

async function findCandidates(
  sources: Sources,
  site: Site,
): Promise<{ candidates: Candidate[]; advice: string | null }> {
  const { named, found } = await findProblems(sources, site.incident.failures);
  const main = named.length > 0 ? named : found;
  const perProblem: Candidate[][] = [];
  let advice: string | null = null;
  for (const problem of main.slice(0, MOST_PROBLEMS)) {
    const mended = await mend(sources, problem, site);
    perProblem.push(mended.candidates);
    advice ??= mended.advice;
  }
  const besides: Candidate[] = [];
  for (const problem of named.length > 0 ? found.slice(0, MOST_PROBLEMS) : []) {
    besides.push(...(await mend(sources, problem, site)).candidates.slice(0, 1));
  }
  return { candidates: [...combined(perProblem, besides), ...interleaved(perProblem)], advice };
}

/** The best for each problem in one: a run shows often but the first of several. */
function combined(perProblem: readonly (readonly Candidate[])[], besides: readonly Candidate[]): Candidate[] {
  const best = perProblem.flatMap((candidates) => candidates.slice(0, 1));
  const all = best.length > 1 ? [together(best)] : best;
  const more = besides.length > 0 ? [together([...best, ...besides])] : [];
  return [...all, ...more].filter((one) => one !== null);
}

function interleaved(perProblem: readonly (readonly Candidate[])[]): Candidate[] {
  return perProblem.flat().sort((a, b) => a.cost - b.cost);
}

async function mend(
  sources: Sources,
  problem: Problem,
  site: Site,
): Promise<{ candidates: Candidate[]; advice: string | null }> {
  const mended = await mendOne(sources, problem, site);
  const candidates = mended.candidates.filter(({ edits }) => edits.size > 0).sort((a, b) => a.cost - b.cost);
  return { candidates, advice: mended.advice };
}

async function mendOne(
  sources: Sources,
  problem: Problem,
  site: Site,
): Promise<{ candidates: Candidate[]; advice: string | null }> {
  switch (problem.kind) {
    case 'unresolved':
      return { candidates: await mendPath(sources, problem, (paths) => site.renamesOf(paths)), advice: null };
    case 'package':
      return mendPackage(sources, problem);
    case 'missing-name':
      return { candidates: await mendName(sources, problem), advice: null };
    case 'called-whole':
      return { candidates: mendCall(problem), advice: null };
    case 'system':
      return {
        candidates: isTestPath(problem.shape.path) ? [] : await mendSystem(sources, problem),
        advice: null,
      };
    case 'undeclared':
      return { candidates: await mendUndeclared(sources, problem), advice: null };
  }
}

async function toPatch(sources: Sources, { title, edits }: Candidate): Promise<Patch | null> {
  const files: { path: string; before: string; after: string }[] = [];
  for (const [path, list] of edits) {
    const before = await sources.text(path);
    if (before === null) return null;
    const after = applyEdits(before, list);
    if (after !== before) files.push({ path, before, after });
  }
  return files.length > 0 ? patchOf(title, files) : null;
}
