import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BranchEffect } from '../../../src/domain/effect.ts';
import type { Proof } from '../../../src/domain/outcome.ts';
import { hashFolder, type MadeRepository, makeRan, makeRepository } from '../../make.ts';
import { openAdapters } from './open.ts';

const PATCH = 'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+uno\n';

function makeProof(base: string): Proof {
  const { output: _, ...ran } = makeRan();
  const run = { ...ran, check: 'test', command: 'npm test', failures: {} };
  return {
    version: 1,
    base,
    patchSha256: 'a'.repeat(64),
    incident: 'b'.repeat(64),
    check: 'test',
    command: 'npm test',
    red: { ...run, exit: 1 },
    green: run,
    others: [],
    remaining: [],
    guard: { allowed: true, findings: [] },
    versions: { node: '24.0.0' },
    provedAt: '2026-01-01T00:00:00.000Z',
  };
}

function makeEffect(base: string, overrides: Partial<BranchEffect> = {}): BranchEffect {
  return {
    kind: 'branch',
    branch: 'dreamos/fix/test-12345678',
    base,
    patch: PATCH,
    message: 'fix: it\n',
    proof: makeProof(base),
    ...overrides,
  };
}

async function open(): Promise<
  { repo: MadeRepository; head: string } & Awaited<ReturnType<typeof openAdapters>>
> {
  const repo = makeRepository({ 'a.txt': 'one\n' });
  const adapters = await openAdapters(repo.dir);
  return { repo, head: adapters.repository.head, ...adapters };
}

describe('propose', () => {
  it('makes one commit on a branch with its proof as a note, and touches nothing else', async () => {
    const { repo, head, history } = await open();
    repo.write({ 'a.txt': 'dirty\n' });
    const isOurs = (path: string) => /^\.git(\/(objects|refs|logs|packed-refs).*)?$/.test(path);
    const before = hashFolder(repo.dir, isOurs);
    const { branch, commit, created } = await history.propose(makeEffect(head));
    expect({ branch, created }).toEqual({ branch: 'dreamos/fix/test-12345678', created: true });
    expect(hashFolder(repo.dir, isOurs)).toBe(before);
    expect(repo.git('status', '--porcelain')).toBe('M a.txt');
    expect(repo.git('log', '--format=%s|%an', 'main..dreamos/fix/test-12345678')).toBe('fix: it|Dream.OS');
    expect(repo.git('show', `${commit}:a.txt`)).toBe('uno');
    expect(await history.proofOf(commit)).toEqual({ commit, proof: makeProof(head) });
    expect(repo.git('for-each-ref', '--format=%(refname)').split('\n').sort()).toEqual([
      'refs/heads/dreamos/fix/test-12345678',
      'refs/heads/main',
      'refs/notes/dreamos-proof',
    ]);
    expect(repo.git('fsck', '--strict')).toBe('');
  });

  it('does nothing the second time', async () => {
    const { repo, head, history } = await open();
    const first = await history.propose(makeEffect(head));
    const refs = repo.git('show-ref');
    expect(await history.propose(makeEffect(head))).toEqual({ ...first, created: false });
    expect(repo.git('show-ref')).toBe(refs);
  });

  it('replaces its own older commit, but goes beside a person’s', async () => {
    const { repo, head, history } = await open();
    await history.propose(makeEffect(head));
    const other = PATCH.replace('+uno', '+eins');
    expect(await history.propose(makeEffect(head, { patch: other }))).toMatchObject({
      branch: 'dreamos/fix/test-12345678',
      created: true,
    });
    repo.git('checkout', '-q', 'dreamos/fix/test-12345678');
    repo.commit({ 'b.txt': 'a person was here\n' });
    repo.git('checkout', '-q', 'main');
    const tip = repo.git('rev-parse', 'dreamos/fix/test-12345678');
    expect(await history.propose(makeEffect(head))).toMatchObject({
      branch: 'dreamos/fix/test-12345678-2',
      created: true,
    });
    expect(repo.git('rev-parse', 'dreamos/fix/test-12345678')).toBe(tip);
  });

  it('leaves alone a branch that is checked out', async () => {
    const { repo, head, history } = await open();
    await history.propose(makeEffect(head));
    repo.git('checkout', '-q', 'dreamos/fix/test-12345678');
    const other = PATCH.replace('+uno', '+eins');
    expect(await history.propose(makeEffect(head, { patch: other }))).toMatchObject({
      branch: 'dreamos/fix/test-12345678-2',
    });
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  it('loses nothing when five propose at once', async () => {
    const { repo, head, history } = await open();
    const effects = Array.from({ length: 5 }, (_, i) =>
      makeEffect(head, { branch: `dreamos/fix/test-${i}`, patch: PATCH.replace('+uno', `+${i}`) }),
    );
    const made = await Promise.all(effects.map((effect) => history.propose(effect)));
    for (const { commit } of made) expect(await history.proofOf(commit)).not.toBeNull();
    expect(repo.git('branch', '--list', 'dreamos/fix/*').split('\n')).toHaveLength(5);
  });
});

describe('a commit of lore on top of a fix', () => {
  const second = (fix: string) => ({
    files: [{ path: 'lore/2026/11/a.md', text: `head: ${fix}\n` }],
    message: 'docs(lore): what was learned\n',
  });

  it('is the tip; the proof stays with the fix, which is found below it', async () => {
    const { repo, head, history } = await open();
    const made = await history.propose(makeEffect(head), second);
    expect(repo.git('rev-list', `main..${made.branch}`).split('\n')).toEqual([made.tip, made.commit]);
    expect(repo.git('diff', '--name-status', made.commit, made.tip)).toBe('A\tlore/2026/11/a.md');
    expect(repo.git('show', `${made.tip}:lore/2026/11/a.md`)).toBe(`head: ${made.commit}`);
    const proved = { commit: made.commit, proof: makeProof(head) };
    expect(await history.proofOf(made.tip)).toEqual(proved);
    expect(await history.proofOf(made.commit)).toEqual(proved);
    expect(await history.propose(makeEffect(head), second)).toEqual({ ...made, created: false });
    expect(await history.propose(makeEffect(head))).toEqual({ ...made, created: false });
  });

  it('is replaced with its fix, but a person’s commit is not taken for one', async () => {
    const { repo, head, history } = await open();
    const { branch } = await history.propose(makeEffect(head), second);
    const other = { patch: PATCH.replace('+uno', '+eins') };
    const made = await history.propose(makeEffect(head, other), second);
    expect({ branch: made.branch, created: made.created }).toEqual({ branch, created: true });
    repo.git('checkout', '-q', branch);
    repo.commit({ 'lore/2026/11/b.md': 'a person was here\n' });
    repo.git('checkout', '-q', 'main');
    expect(await history.proofOf(branch)).toBeNull();
    expect(await history.propose(makeEffect(head), second)).toMatchObject({ branch: `${branch}-2` });
  });

  it('does not come when there is nothing to say', async () => {
    const { repo, head, history } = await open();
    const { commit, tip } = await history.propose(makeEffect(head), () => null);
    expect(tip).toBe(commit);
    expect(repo.git('rev-list', '--count', `main..${tip}`)).toBe('1');
  });
});

describe('blobs', () => {
  it('names contents as git does, and leaves out what is not there', async () => {
    const repo = makeRepository({ 'a b/ä.txt': 'one\n', 'c.txt': 'two\n' });
    const { history, repository } = await openAdapters(repo.dir);
    expect(await history.blobs(repository.head, ['a b/ä.txt', 'a b', 'nowhere'])).toEqual({
      'a b/ä.txt': repo.git('rev-parse', 'HEAD:a b/ä.txt'),
    });
    expect(await history.blobs(repository.head, [])).toEqual({});
  });
});

describe('changes', () => {
  it('reads renames, modes, links and binary files', async () => {
    const repo = makeRepository({ 'old.txt': 'a line\nanother\nthird\n', 'b.bin': 'text\n' });
    const from = repo.git('rev-parse', 'HEAD');
    repo.git('mv', 'old.txt', 'new.txt');
    const to = repo.commit({ 'b.bin': 'nul\0nul' });
    const { history } = await openAdapters(repo.dir);
    const changes = await history.changes(from, to);
    expect(changes).toEqual([
      expect.objectContaining({ path: 'b.bin', before: 'text\n', after: null, binary: true }),
      expect.objectContaining({
        path: 'new.txt',
        renamedFrom: 'old.txt',
        before: 'a line\nanother\nthird\n',
        binary: false,
      }),
    ]);
    expect(await history.renamesOf(to, ['old.txt', 'other.txt'])).toEqual([
      { from: 'old.txt', to: 'new.txt', commit: to },
    ]);
  });
});

describe('resolve', () => {
  it('takes no option for a commit', async () => {
    const { history, head } = await open();
    expect(await history.resolve('HEAD')).toBe(head);
    expect(await history.resolve('--all')).toBeNull();
    expect(await history.resolve('nowhere')).toBeNull();
  });
});

describe('checkoutChange', () => {
  it('lays the change on the working tree and leaves HEAD', async () => {
    const { repo, head, history } = await open();
    const { commit } = await history.propose(makeEffect(head));
    await history.checkoutChange(head, commit);
    expect(readFileSync(join(repo.dir, 'a.txt'), 'utf8')).toBe('uno\n');
    expect(repo.git('rev-parse', 'HEAD')).toBe(head);
  });
});
