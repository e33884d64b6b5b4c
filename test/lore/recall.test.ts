import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GitLore } from '../../src/adapters/git/git-lore.ts';
import { GitLoreFacts } from '../../src/adapters/git/git-lore-facts.ts';
import { findGitPlaces } from '../../src/adapters/git/read-refs.ts';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { entryPath } from '../../src/lore/entry-path.ts';
import { openLoreIndex } from '../../src/lore/index/open-index.ts';
import { renderEntry } from '../../src/lore/markdown.ts';
import { outcomeOf, recall } from '../../src/lore/recall.ts';
import { createUlids } from '../../src/lore/ulid.ts';
import { openAdapters } from '../adapters/git/open.ts';
import { type MadeRepository, makeFolder, makeRepository } from '../make.ts';
import { makeEntry } from './make.ts';

const PRINT = 'a'.repeat(64);
const SIGNATURE = 'tsc TS2304: Cannot find name _.';
const QUESTION = {
  ...{ fingerprints: [PRINT], signature: SIGNATURE, rule: 'tsc TS2304' },
  words: 'Cannot find name total in the basket of the shop',
};
const newId = createUlids({ now: () => Date.now(), random: (size) => Buffer.alloc(size, 7) });

function makeNew(changed: Partial<LoreEntry>): LoreEntry {
  const id = newId();
  return makeEntry({ id, created: new Date().toISOString(), kind: 'fix', ...changed });
}

async function ask(repo: MadeRepository) {
  const places = findGitPlaces(repo.dir);
  if (places === null) throw new Error('there is no repository');
  const { repository, history } = await openAdapters(repo.dir);
  const env = { PATH: process.env.PATH ?? '' };
  const source = new GitLore({ places, branch: 'dreamos/lore', env });
  const progress = { step: () => ({ update: () => {}, done: () => {} }), note: () => {} };
  const index = await openLoreIndex({ source, folders: [join(makeFolder(), 'lore')] }, progress);
  const facts = new GitLoreFacts(repository.git);
  const blobs = (paths: readonly string[]) => history.blobs('HEAD', paths);
  const answers = await recall([QUESTION], { index, source, facts, blobs, now: Date.now() }, 5);
  index.close();
  return answers[0] ?? { hits: [], kin: [] };
}

const write = (repo: MadeRepository, ...entries: readonly LoreEntry[]) =>
  repo.commit(Object.fromEntries(entries.map((entry) => [entryPath(entry), renderEntry(entry)])));

describe('recall', () => {
  it('finds the very failure, then its class, then its words, each with what it is worth', async () => {
    const repo = makeRepository({ 'a.ts': 'one\n', 'b.ts': 'two\n' });
    const blob = repo.git('rev-parse', 'HEAD:a.ts');
    repo.write({ 'a.ts': 'mended\n' });
    repo.git('commit', '-q', '-am', 'fix', '--author=Dream.OS <dreamos@noreply.invalid>');
    const head = repo.git('rev-parse', 'HEAD');
    const diff = `${repo.git('diff', '--binary', '--full-index', 'HEAD^', 'HEAD')}\n`;
    const patch = createHash('sha256').update(diff).digest('hex');
    const same = makeNew({
      ...{ fingerprint: PRINT, head, patch, rule: 'tsc TS2304' },
      fixer: 'typescript',
      cites: [{ path: 'a.ts', blob }],
    });
    const kind = makeNew({ signature: SIGNATURE, head: 'f'.repeat(40), patch, outcome: 'held' });
    const told = makeNew({
      kind: 'decision',
      title: 'The basket of the shop has no total',
      cites: [{ path: 'gone.ts', blob }],
    });
    write(repo, same, kind);
    // What only our own branch has is no person's word.
    repo.git('switch', '-q', '-c', 'dreamos/lore');
    write(repo, told);
    repo.git('switch', '-q', 'main');
    const { hits, kin } = await ask(repo);
    expect(
      hits.map(({ entry, match, trust, outcome, cites }) => [entry.id, match, trust, outcome, cites]),
    ).toEqual([
      [same.id, 'fingerprint', 'verified', 'merged', 'stale'],
      [kind.id, 'class', 'verified', 'proposed', 'fresh'],
      [told.id, 'words', 'observed', null, 'broken'],
    ]);
    expect(hits.map(({ why }) => why)).toEqual([
      'same fingerprint',
      `same class: ${SIGNATURE}`,
      expect.stringMatching(/^words: .*basket/),
    ]);
    expect(kin.map(({ entry }) => entry.id)).toEqual([same.id]);
  });

  it('does not take an entry’s word for its patch, its trust or its outcome', async () => {
    const repo = makeRepository({ 'a.ts': 'one\n' });
    const head = repo.commit({ 'a.ts': 'two\n' });
    write(
      repo,
      makeNew({ fingerprint: PRINT, head, patch: 'b'.repeat(64), trust: 'verified', outcome: 'held' }),
    );
    const { hits, kin } = await ask(repo);
    expect(hits.map(({ trust }) => trust)).toEqual(['observed']);
    expect(kin).toEqual([]);
  });

  it('leaves out what was forgotten or superseded', async () => {
    const repo = makeRepository({ 'a.ts': 'one\n' });
    const [gone, old] = [makeNew({ fingerprint: PRINT }), makeNew({ fingerprint: PRINT })];
    const next = makeNew({ fingerprint: PRINT, supersedes: [old.id] });
    write(repo, gone, old, next, makeNew({ kind: 'tombstone', refers: [gone.id] }));
    expect((await ask(repo)).hits.map(({ entry }) => entry.id)).toEqual([next.id]);
  });

  it('answers nothing where there is nothing', async () => {
    expect(await ask(makeRepository({ 'a.ts': 'one\n' }))).toEqual({ hits: [], kin: [] });
  });
});

describe('outcomeOf', () => {
  const fix = { commit: 'x', isMerged: true, sourceSha256: '', mergedAt: 0, isReverted: false };

  it('believes git before entries', () => {
    expect(outcomeOf(fix, 'open', 1)).toBe('merged');
    expect(outcomeOf(fix, 'open', 31 * 86_400_000)).toBe('held');
    expect(outcomeOf({ ...fix, isReverted: true }, 'held', 1)).toBe('reverted');
    expect(outcomeOf({ ...fix, isMerged: false }, 'held', 1)).toBe('proposed');
    expect(outcomeOf(null, 'closed', 1)).toBe('closed');
  });
});
