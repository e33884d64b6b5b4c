import path from 'node:path';
import { complaintAt } from './complaints.ts';
import type { QuickFixAnswer, QuickFixRequest } from './exchange.ts';
import { loadTypeScript } from './load-typescript.ts';
import { findOwnFixes } from './own-fixes.ts';
import { findConfigs, openProject, type Project, readConfig, type TypeScript } from './project.ts';
import { type Complaint, findQuickFixes, type Idea } from './quick-fixes.ts';
import { costOf } from './rank.ts';
import { type Baseline, screen, silences } from './screen.ts';

type Candidate = QuickFixAnswer['candidates'][number];

/** Ideas that are tried in memory; the first clean one ends it, for each costs a check of the program. */
const MOST_SCREENED = 14;
/** Configurations that are opened in search of one that shows the complaint. */
const MOST_CONFIGS = 4;

/** Finds ways to mend the places of a request, tries the likeliest in memory, and says them best first. */
export function findFixes(request: QuickFixRequest): QuickFixAnswer {
  const [first] = request.places;
  if (!first) return { typescript: null, candidates: [], notes: [] };
  const ts = loadTypeScript(path.dirname(path.join(request.root, first.file)), request.fallback);
  if (!ts) {
    return { typescript: null, candidates: [], notes: ['No TypeScript with a language service was found.'] };
  }
  const opened = openWhereRed(ts, request);
  if (!opened) return { typescript: ts.version, candidates: [], notes: [] };
  return { typescript: ts.version, candidates: findCandidates(opened, request), notes: [] };
}

/** The project in which the complaint shows: a file may belong to several configurations. */
function openWhereRed(
  ts: TypeScript,
  request: QuickFixRequest,
): { project: Project; complaints: Complaint[] } | null {
  const [first] = request.places;
  if (!first) return null;
  const files = [...new Set(request.places.map((place) => path.join(request.root, place.file)))];
  const target = path.join(request.root, first.file);
  const configs = findConfigs(ts, request.root, target, request.projects).flatMap((config) => {
    const parsed = readConfig(ts, config);
    return parsed ? [parsed] : [];
  });
  const owning = configs.filter((config) => config.fileNames.includes(target));
  for (const config of [...owning, ...configs.filter((one) => !owning.includes(one))].slice(
    0,
    MOST_CONFIGS,
  )) {
    const project = openProject(ts, request.root, config, files);
    const complaints = request.places.flatMap((place) => {
      const file = path.join(request.root, place.file);
      const diagnostic = complaintAt(project, file, place);
      return diagnostic ? [{ file, diagnostic }] : [];
    });
    if (complaints.length > 0) return { project, complaints };
  }
  return null;
}

function findCandidates(
  { project, complaints }: { project: Project; complaints: Complaint[] },
  request: QuickFixRequest,
): Candidate[] {
  const ends = performance.now() + request.softMs;
  const ideas = distinct([...findQuickFixes(project, complaints), ...findOwnFixes(project, complaints)])
    .filter((idea) => changesSomething(project, idea) && !silences(project, idea))
    .map((idea) => ({ idea, cost: costOf(idea) }));
  ideas.sort((a, b) => a.cost - b.cost);
  const baseline: Baseline = new Map();
  let tried = 0;
  let clean = false;
  const candidates = ideas.slice(0, request.maxCandidates).map(({ idea }): Candidate => {
    const enough = clean || tried >= MOST_SCREENED || performance.now() > ends;
    const screened = enough ? 'not-screened' : screen(project, idea, complaints, baseline);
    if (!enough) tried += 1;
    clean ||= screened === 'clean';
    return { title: titleOf(project, idea), kind: idea.kind, files: filesOf(project, idea), screened };
  });
  const order: readonly Candidate['screened'][] = ['clean', 'partly', 'not-screened', 'useless'];
  return candidates.sort((a, b) => order.indexOf(a.screened) - order.indexOf(b.screened));
}

function distinct(ideas: readonly Idea[]): Idea[] {
  const byTexts = new Map<string, Idea>();
  for (const idea of ideas) {
    const key = JSON.stringify([...idea.texts]);
    if (!byTexts.has(key)) byTexts.set(key, idea);
  }
  return [...byTexts.values()];
}

function changesSomething(project: Project, idea: Idea): boolean {
  return [...idea.texts].some(([file, text]) => project.text(file) !== text);
}

function titleOf(project: Project, idea: Idea): string {
  const files = [...idea.texts.keys()].map((file) => path.relative(project.root, file).replaceAll('\\', '/'));
  const where = files.length === 1 ? files[0] : `${files.length} files`;
  return `${idea.title.charAt(0).toLowerCase()}${idea.title.slice(1)} in ${where}`;
}

function filesOf(project: Project, idea: Idea): Candidate['files'] {
  return [...idea.texts].map(([file, after]) => ({
    path: path.relative(project.root, file).replaceAll('\\', '/'),
    before: project.text(file) ?? '',
    after,
  }));
}
