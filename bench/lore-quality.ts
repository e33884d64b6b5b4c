import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import MiniSearch from 'minisearch';
import { stemmer } from 'stemmer';
import * as z from 'zod';
import type { LoreFile, LoreSource } from '../src/domain/ports.ts';
import { openLoreIndex } from '../src/lore/index/open-index.ts';

/**
 * Is the right past found? For each bug of BugsJS/eslint the question is what its fix adds to the tests (their file,
 * titles, code and messages); right are earlier commits that touched the source that the fix touches. Nothing is in the
 * index that is not an ancestor of a bug of that day or before.
 *
 *   node bench/lore-quality.ts <clone of BugsJS/eslint> <bugs.json: { bugs: [{ id }] }>
 */
const [clone = '', list = ''] = process.argv.slice(2);
if (clone === '' || list === '') {
  process.stderr.write('Usage: node bench/lore-quality.ts <clone of BugsJS/eslint> <bugs.json>\n');
  process.exit(2);
}
const Bugs = z.object({ bugs: z.array(z.object({ id: z.number() })) });

interface Commit {
  readonly sha: string;
  readonly time: number;
  readonly title: string;
  readonly body: string;
  readonly files: readonly string[];
}

interface Question {
  readonly id: number;
  /** Commits that may be found, newest first. */
  readonly past: readonly string[];
  readonly text: string;
  readonly right: ReadonlySet<string>;
}

/** Shas, best first. */
type Search = (question: Question) => Promise<readonly string[]>;

const { bugs } = Bugs.parse(JSON.parse(readFileSync(list, 'utf8')));
const commits = readCommits();
const questions = bugs
  .map(({ id }) => toQuestion(id))
  .filter(({ right, text }) => right.size > 0 && text !== '')
  .sort((a, b) => a.past.length - b.past.length);

async function grade(name: string, search: Search): Promise<void> {
  let [first, hits, reciprocal, recall] = [0, 0, 0, 0];
  for (const question of questions) {
    const found = (await search(question)).slice(0, 10);
    const at = found.findIndex((sha) => question.right.has(sha));
    if (at === 0) first += 1;
    if (at >= 0) hits += 1;
    if (at >= 0) reciprocal += 1 / (at + 1);
    const right = found.filter((sha) => question.right.has(sha)).length;
    recall += right / Math.min(10, question.right.size);
  }
  const cells = [first, hits, reciprocal, recall].map((sum) => (sum / questions.length).toFixed(3));
  process.stdout.write(`| ${name} | ${cells.join(' | ')} |\n`);
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: clone, encoding: 'utf8', maxBuffer: 2 ** 30 });
}

function readCommits(): Map<string, Commit> {
  const bases = bugs.map(({ id }) => `Bug-${id}`);
  const out = git(
    'log',
    '--no-merges',
    '--name-only',
    '-z',
    '--format=%x01%H%x02%ct%x02%s%x02%b%x03',
    ...bases,
  );
  const read = out
    .split('\x01')
    .slice(1)
    .map((record): Commit => {
      const [head = '', names = ''] = record.split('\x03');
      const [sha = '', time = '', title = '', body = ''] = head.split('\x02');
      const files = names
        .split('\0')
        .map((name) => name.trim())
        .filter(Boolean);
      return { sha, time: Number(time), title, body, files };
    });
  return new Map(read.map((commit) => [commit.sha, commit]));
}

function toQuestion(id: number): Question {
  const base = `Bug-${id}`;
  const past = git('rev-list', '--no-merges', base).split('\n').filter(Boolean);
  const touched = git('diff', '--name-only', base, `${base}-fix`).split('\n').filter(isSource);
  const right = past.filter((sha) => commits.get(sha)?.files.some((file) => touched.includes(file)));
  const added = git('diff', '-U0', base, `${base}-test`)
    .split('\n')
    .flatMap((line) => /^(?:\+\+\+ b\/|\+)(.*)$/.exec(line)?.[1] ?? []);
  return { id, past, text: added.join('\n'), right: new Set(right) };
}

function isSource(file: string): boolean {
  return /^lib\/.*\.js$/.test(file);
}

/** Gives the commits that were not there for the question before. */
function makeFeed(): (question: Question) => readonly Commit[] {
  const known = new Set<string>();
  return ({ past }) => {
    const fresh = past.filter((sha) => !known.has(sha));
    for (const sha of fresh) known.add(sha);
    return fresh.flatMap((sha) => commits.get(sha) ?? []);
  };
}

function makeOurs(): Search {
  const feed = makeFeed();
  const source = new CommitSource();
  const opened = openLoreIndex(
    { source, folders: [] },
    { step: () => ({ update() {}, done() {} }), note() {} },
  );
  return async (question) => {
    const index = await opened;
    source.add(feed(question));
    await index.refresh();
    return (await index.search({ text: question.text, limit: 10 })).map(({ id }) => id);
  };
}

/** Commits as entries. */
class CommitSource implements LoreSource {
  readonly #texts = new Map<string, string>();

  add(fresh: readonly Commit[]): void {
    for (const { sha, title, body, files } of fresh) {
      const front = [
        '---',
        `id: ${sha}`,
        'files:',
        ...files.slice(0, 50).map((file) => `  - "${file}"`),
        '---',
      ];
      this.#texts.set(`${sha}.md`, `${front.join('\n')}\n\n# ${title}\n\n${body}\n`);
    }
  }

  async state() {
    return String(this.#texts.size);
  }

  async changes(since: string | null) {
    const all = [...this.#texts.keys()].map(
      (path): LoreFile => ({ path, layers: 1, blob: null, stamp: null }),
    );
    const found = all.slice(Number(since ?? 0));
    return { state: await this.state(), isWhole: since === null, found, gone: [] };
  }

  async *read(files: readonly LoreFile[]) {
    for (const file of files) yield { file, text: this.#texts.get(file.path) ?? null };
  }
}

function makeMiniSearch(): Search {
  const feed = makeFeed();
  const index = new MiniSearch<{ id: string; title: string; text: string; files: string }>({
    fields: ['title', 'text', 'files'],
    processTerm: (term) => stemmer(term.toLowerCase()),
  });
  return async (question) => {
    index.addAll(
      feed(question).map(({ sha, title, body, files }) => ({
        id: sha,
        title,
        text: body,
        files: files.slice(0, 50).join('\n'),
      })),
    );
    return index.search(question.text).map(({ id }) => String(id));
  };
}

process.stdout.write(`${questions.length} questions of ${bugs.length} bugs, ${commits.size} commits\n\n`);
process.stdout.write('| | hit@1 | hit@10 | MRR | recall@10 |\n| --- | --: | --: | --: | --: |\n');
for (const [name, search] of [
  ['Dream.OS', makeOurs()],
  ['MiniSearch, stems', makeMiniSearch()],
  ['newest first', async ({ past }) => past.slice(0, 10)],
] satisfies [string, Search][])
  await grade(name, search);
