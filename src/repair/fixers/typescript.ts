import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readResult } from '../../checks/read-result.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { type Patch, patchOf } from '../../domain/patch.ts';
import type { Failure } from '../../domain/report.ts';
import type { Fixer, Site } from '../fixer.ts';
import { type Place, QuickFixAnswer, type QuickFixRequest } from './typescript/exchange.ts';

/** Longest run of the worker, and how much of it goes to trying ideas in memory, milliseconds. */
const WORKER_MS = 60_000;
const SCREENING_MS = 8_000;
const MOST_PLACES = 200;
const MOST_CANDIDATES = 40;
const BATCH = 8;
const ANSWER_BYTES = 64 * 1024 * 1024;
/** Megabytes of the worker's heap. */
const HEAP = 3072;

/** Complaints about an import: no such module, no such name in it, default against named. */
const OF_MODULES = new Set([2305, 2306, 2307, 2459, 2460, 2613, 2614, 2724, 1192, 1259]);

/** Beside the sources it is TypeScript, which Node runs as it is; beside the bundle it is a bundle too. */
const WORKER = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? './typescript/worker.ts' : './typescript-worker.js',
    import.meta.url,
  ),
);

/** Quick fixes of the language service of the repository's own TypeScript, tried in memory before they are offered. */
export const typescriptFixer: Fixer = { name: 'typescript', handles, propose };

function handles(failure: Failure): boolean {
  return placeOf(failure) !== null;
}

async function* propose(site: Site): AsyncGenerator<readonly Patch[], string | null, readonly Verdict[]> {
  const places = site.incident.failures.flatMap((failure) => placeOf(failure) ?? []);
  if (places.length === 0 || isOneBrokenModule(places)) return null;
  const answer = await askWorker(site, places);
  if (typeof answer === 'string') return answer;
  for (const batch of toBatches(answer.candidates)) {
    yield batch.map(({ title, files }) => patchOf(title, files));
  }
  return answer.notes[0] ?? null;
}

/** Where TypeScript complains: from the fields of a `tsc` failure, or read from the text of a runner that compiles. */
export function placeOf(failure: Failure): Place | null {
  const headline = failure.message.split('\n')[0] ?? '';
  const code = /^TS(\d{4,5})$/.exec(failure.rule ?? '')?.[1];
  if (code !== undefined && failure.file !== null) {
    const { file, line, column } = failure;
    return { file, line, column, code: Number(code), message: headline.replace(/^(?:error )?TS\d+: /, '') };
  }
  // ts-jest and ts-node: `src/a.ts:3:10 - error TS2304: …` and `src/a.ts(3,10): error TS2304: …`.
  const printed =
    /^\s*(?<file>[^\s:()]+\.[cm]?[jt]sx?)[:(](?<line>\d+)[:,](?<column>\d+)\)?(?: - |: )(?:error )?TS(?<code>\d{4,5}): (?<message>.*)$/m;
  const found = printed.exec(failure.message)?.groups;
  if (!found?.file) return null;
  return {
    file: found.file.replace(/^\.\//, ''),
    line: Number(found.line),
    column: Number(found.column),
    code: Number(found.code),
    message: found.message ?? '',
  };
}

/** What several files miss of a module is mended in that module, by the `modules` fixer, not in every file that asks for it. */
function isOneBrokenModule(places: readonly Place[]): boolean {
  return places.every(({ code }) => OF_MODULES.has(code)) && new Set(places.map(({ file }) => file)).size > 1;
}

/** Runs the worker. A sentence when it gave no answer. */
async function askWorker(site: Site, places: readonly Place[]): Promise<QuickFixAnswer | string> {
  const { workspace } = site;
  // A new folder: a check may have left links where it can guess names.
  const folder = await mkdtemp(path.join(workspace.scratch, 'typescript-'));
  const request: QuickFixRequest = {
    root: await realpath(workspace.root),
    places: places.slice(0, MOST_PLACES),
    projects: [
      ...site.report.command.matchAll(/(?:-p|--project|-b|--build)[ =]+['"]?([^\s'"-]\S*?)['"]?(?=\s|$)/g),
    ]
      .map(([, project = '']) => project)
      .map((project) => (project.endsWith('.json') ? project : path.posix.join(project, 'tsconfig.json'))),
    fallback: ownTypeScript(),
    softMs: Math.min(SCREENING_MS, site.left() / 4),
    maxCandidates: MOST_CANDIDATES,
    answer: path.join(folder, 'answer.json'),
  };
  const requestFile = path.join(folder, 'request.json');
  await writeFile(requestFile, JSON.stringify(request));
  const command = [process.execPath, `--max-old-space-size=${HEAP}`, WORKER, requestFile];
  const timeoutMs = Math.max(1, Math.min(WORKER_MS, site.left()));
  const ran = await workspace.run(command, { timeoutMs, signal: site.signal });
  if (ran.timedOut)
    return `TypeScript's language service gave no answer within ${Math.round(timeoutMs / 1000)} s.`;
  if (ran.exit !== 0) return `TypeScript's language service failed: ${lastLine(ran.output)}`;
  return readAnswer(request.answer);
}

async function readAnswer(file: string): Promise<QuickFixAnswer | string> {
  try {
    return QuickFixAnswer.parse(JSON.parse((await readResult(file, ANSWER_BYTES)) ?? ''));
  } catch {
    return "TypeScript's language service left no answer that could be read.";
  }
}

/** The TypeScript that comes with us, for repositories whose own has no language service. */
function ownTypeScript(): string | null {
  try {
    return createRequire(import.meta.url).resolve('typescript');
  } catch {
    return null;
  }
}

/** The first clean candidate alone, for most often it is right; then what else was clean; then the rest. */
function toBatches(candidates: QuickFixAnswer['candidates']): QuickFixAnswer['candidates'][] {
  const [first, ...others] = candidates;
  if (!first) return [];
  const alone = first.screened === 'clean' ? [[first]] : [];
  const rest = first.screened === 'clean' ? others : candidates;
  const batches = Array.from({ length: Math.ceil(rest.length / BATCH) }, (_, index) =>
    rest.slice(index * BATCH, (index + 1) * BATCH),
  );
  return [...alone, ...batches];
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
