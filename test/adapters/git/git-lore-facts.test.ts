import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { GitLoreFacts } from '../../../src/adapters/git/git-lore-facts.ts';
import { openRepository } from '../../../src/adapters/git/open-repository.ts';
import { type MadeRepository, makeRepository } from '../../make.ts';

const ID = '01M862KT9SD9W76CY6B9CVDTFW';
const PATH = `lore/2026/11/${ID}-a-fix.md`;
const US = '--author=Dream.OS <dreamos@noreply.invalid>';
const BAD = 'let a = 1;\nlet b = 2;\nlet c = 4;\n';
const GOOD = BAD.replace('4', '3');

/** A fix and its entry on a branch of their own, as a run leaves them. */
function proposeFix(repo: MadeRepository) {
  repo.git('switch', '-q', '-c', 'fix');
  const asUs = (files: Record<string, string>) => {
    repo.write(files);
    repo.git('add', '-A');
    repo.git('commit', '-q', US, '-m', 'ours');
    return repo.git('rev-parse', 'HEAD');
  };
  const head = asUs({ 'a.js': GOOD });
  asUs({ [PATH]: 'the entry\n' });
  const blob = repo.git('rev-parse', `HEAD:${PATH}`);
  repo.git('switch', '-q', 'main');
  const diff = `${repo.git('diff', '--binary', '--full-index', '--no-renames', `${head}^`, head)}\n`;
  const patch = createHash('sha256').update(diff).digest('hex');
  const created = new Date().toISOString();
  return { path: PATH, blob, entry: { id: ID, created, head, patch } };
}

async function ask(repo: MadeRepository, entries: Parameters<GitLoreFacts['of']>[0]) {
  const { git } = await openRepository(repo.dir, { PATH: process.env.PATH ?? '' });
  return (await new GitLoreFacts(git).of(entries)).get(ID);
}

describe('of', () => {
  it('knows a fix and its entry once a person merged the branch, and not before', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    const one = proposeFix(repo);
    const { head: commit } = one.entry;
    expect(await ask(repo, [one])).toEqual({
      committedBy: null,
      fix: { commit, isMerged: false, sourceSha256: '', mergedAt: null, isReverted: false },
    });
    repo.commit({ 'b.js': 'elsewhere\n' });
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'fix');
    const at = Number(repo.git('log', '-1', '--format=%ct')) * 1000;
    expect(await ask(repo, [one])).toEqual({
      committedBy: 'agent',
      fix: { commit, isMerged: true, sourceSha256: one.entry.patch, mergedAt: at, isReverted: false },
    });
  });

  it('takes a squashed fix for the fix, by whom it was squashed', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    const one = proposeFix(repo);
    repo.git('merge', '-q', '--squash', 'fix');
    repo.git('commit', '-q', '-m', 'squashed');
    const commit = repo.git('rev-parse', 'HEAD');
    expect(await ask(repo, [one])).toMatchObject({
      committedBy: 'person',
      fix: { commit, isMerged: true, sourceSha256: one.entry.patch },
    });
  });

  it('takes a fix that was laid on another base for the fix, and no other change of ours', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    const one = proposeFix(repo);
    repo.commit({ 'b.js': 'let e = 1;\n' });
    repo.git('cherry-pick', 'main..fix');
    const commit = repo.git('rev-parse', 'HEAD^');
    expect(await ask(repo, [one])).toMatchObject({
      committedBy: 'agent',
      fix: { commit, isMerged: true, sourceSha256: one.entry.patch, isReverted: false },
    });
    const other = { ...one, entry: { ...one.entry, patch: '0'.repeat(64) } };
    expect((await ask(repo, [other]))?.fix?.isMerged).toBe(false);
  });

  it('does not take a commit of lore alone for the fix', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    const one = proposeFix(repo);
    repo.git('checkout', '-q', 'fix', '--', PATH);
    repo.git('commit', '-q', '-m', 'lore, squashed');
    expect(await ask(repo, [one])).toMatchObject({
      committedBy: 'person',
      fix: { commit: one.entry.head, isMerged: false },
    });
  });

  it('sees that a person took the change back, and that an edit elsewhere is no such thing', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    const one = proposeFix(repo);
    repo.git('merge', '-q', '--ff-only', 'fix');
    repo.commit({ 'a.js': `${GOOD}let d = 5;\n` });
    expect((await ask(repo, [one]))?.fix?.isReverted).toBe(false);
    repo.commit({ 'a.js': `${BAD}let d = 5;\n` });
    expect((await ask(repo, [one]))?.fix?.isReverted).toBe(true);
  });

  it('does not take an entry for one of the default branch that reads otherwise there, or was deleted there', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    const one = proposeFix(repo);
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'fix');
    const forged = { ...one, blob: '0'.repeat(40) };
    expect((await ask(repo, [forged]))?.committedBy).toBe(null);
    repo.commit({ [PATH]: null });
    expect((await ask(repo, [one]))?.committedBy).toBe(null);
  });

  it('says who wrote an entry that names no fix', async () => {
    const repo = makeRepository({ 'a.js': BAD });
    repo.commit({ [PATH]: 'a decision\n' });
    const blob = repo.git('rev-parse', `HEAD:${PATH}`);
    const created = new Date().toISOString();
    const one = { path: PATH, blob, entry: { id: ID, created, head: null, patch: null } };
    expect(await ask(repo, [one])).toEqual({ committedBy: 'person', fix: null });
  });
});
