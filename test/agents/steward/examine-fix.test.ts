import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { toGitEnvironment } from '../../../src/adapters/git/environment.ts';
import { Mirror } from '../../../src/adapters/git/mirror.ts';
import { examineFix } from '../../../src/agents/steward/examine-fix.ts';
import { offerFix } from '../../../src/agents/steward/offer-fix.ts';
import { proposeFix } from '../../../src/agents/steward/propose-fix.ts';
import { pushFix } from '../../../src/agents/steward/push-fix.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { Config } from '../../../src/domain/config.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import type { FileChange } from '../../../src/domain/patch.ts';
import { patchOf } from '../../../src/domain/patch.ts';
import { git, makeGitHub, makeToken } from '../../fakes/github/make-github.ts';
import { makeFolder } from '../../make.ts';
import { LaggingForge } from './lagging-forge.ts';
import { HTML_URL, makeHealed, makeOutcome } from './make.ts';

const BRANCH = 'dreamos/fix/test-0badf00d';
const TEST =
  "import test from 'node:test';\ntest('adds', () => { if (1 + 1 !== 3) throw new Error('no'); });\n";

let mirror: Mirror;
let base = '';
const pushes: string[] = [];

beforeAll(async () => {
  const [github, clone, home] = [await makeGitHub(), makeFolder(), makeFolder()];
  const ada = github.addUser('ada');
  const repo = await github.addRepo('ada', 'widgets');
  const token = await makeToken(github, github.install(repo));
  await git(clone, 'init', '-q', '-b', 'main');
  mkdirSync(join(clone, 'test'));
  writeFileSync(join(clone, 'test/add.test.js'), TEST);
  await git(clone, 'add', '-A');
  await git(clone, 'commit', '-q', '-m', 'Begin');
  await git(
    clone,
    'push',
    '-q',
    repo.cloneUrl.replace('://', `://ada:${ada.token}@`),
    'HEAD:refs/heads/main',
  );
  mirror = new Mirror({
    ...{ dir: join(home, 'mirror.git'), url: repo.cloneUrl, own: 'dreamos/', temp: join(home, 'temp') },
    ...{ token: async () => token, defaultBranch: 'main', sleep: async () => {} },
    env: toGitEnvironment({ PATH: process.env.PATH ?? '', HOME: home }),
  });
  base = (await mirror.sync()).head ?? '';
});

/** A branch as a process that was taken over would leave it, and its fix as that tells of it. */
async function plant(files: Readonly<Record<string, string>>) {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  const commit = await mirror.commit(BRANCH, all, 'Fix\n');
  return makeHealed({ branch: BRANCH, commit });
}

function visitOf(one: ReturnType<typeof makeHealed>): Visit {
  const { forge } = new LaggingForge();
  const workshop = {
    ...{ added: mirror.added.bind(mirror), changes: mirror.changes.bind(mirror), log: async () => [] },
    ...{ isOurs: async () => true, mergeBase: async () => base },
    heal: async ({ isReportOnly = false }: { isReportOnly?: boolean }) =>
      makeOutcome(isReportOnly ? [] : [one], { base }),
    push: async (branch: string) => void pushes.push(branch),
    advance: async (branch: string) => void pushes.push(branch),
  };
  return {
    ...{ forge: { ...forge, pullLines: async () => new Map() }, workshop, config: Config.parse({}) },
    ...{ facts: { htmlUrl: HTML_URL }, now: Date.now, log: () => {}, askAgain: async () => {} },
    synced: { defaultBranch: 'main', head: base, branches: new Map([['main', base]]) },
  } as unknown as Visit;
}

it('brings nothing to the forge that the guard refuses, whatever was said to be proved', async () => {
  const one = await plant({ 'test/add.test.js': TEST.replace("'adds', ", "'adds', { skip: true }, ") });
  const visit = visitOf(one);
  const run = { run: makeOutcome([one], { base }), branch: 'main', runUrl: null, isAsked: false };
  const { plan, number } = await proposeFix(one, run, visit);
  expect([plan.do, plan.reason, number]).toEqual(['leave', 'refused', null]);
  expect(plan.why).toContain('test-changed in test/add.test.js');
  const pull = {
    ...{ number: 3, state: 'open', labels: [], author: { login: 'ada', isBot: false } },
    ...{ head: { branch: 'topic', sha: base, isFork: false }, base: { branch: 'main', sha: base } },
  } as unknown as PullRequest;
  expect(await offerFix(one, run, pull, visit)).toContain('test-changed in test/add.test.js');
  expect((await pushFix(pull, null, visit)).text).toContain('test-changed in test/add.test.js');
  expect(pushes).toEqual([]);
});

it('takes one commit on the base, and no other than was told of', async () => {
  const one = await plant({ 'src/a.js': 'export const a = 1;\n' });
  const at = { base, of: BRANCH };
  expect(await examineFix(one, at, visitOf(one))).toBeNull();
  expect(await examineFix({ ...one, commit: base }, at, visitOf(one))).toContain('not one commit');
  expect(await examineFix(one, { base, of: 'dreamos/fix/none' }, visitOf(one))).toContain('not one commit');
  const visit = { ...visitOf(one), config: Config.parse({ leaveAlone: ['src/**'] }) };
  expect(await examineFix(one, at, visit)).toContain('leave-alone in src/a.js');
});

const [FIX, LORE] = ['1'.repeat(40), '2'.repeat(40)];
/** A fix with a commit on top that holds this. */
async function withLore(changes: readonly FileChange[], parent = FIX) {
  const workshop = {
    added: async () => [
      { sha: LORE, parents: [parent] },
      { sha: FIX, parents: ['0'.repeat(40)] },
    ],
    changes: async (from: string) => (from === FIX ? changes : []),
  };
  const visit = { workshop, config: Config.parse({}), log: () => {} } as unknown as Visit;
  return examineFix(makeHealed({ commit: FIX }), { base: '0'.repeat(40), of: BRANCH }, visit);
}
const entry = (path: string, after: string, before: string | null = null) =>
  patchOf('', [{ path, before, after }]).files.map((file) => ({ ...file, afterMode: '100644' as const }));

it('takes a commit of lore on top, which adds entries and nothing else', async () => {
  expect(await withLore(entry('lore/2026/11/one.md', '# One\n'))).toBeNull();
  expect(await withLore(entry('lore/2026/11/one.md', '# One\n'), LORE)).toContain('not one commit');
  expect(await withLore(entry('src/a.js', '# One\n'))).toContain('lore-alone in src/a.js');
  expect(await withLore(entry('lore/2026/11/one.md', '# Two\n', '# One\n'))).toContain('lore-alone');
  const secret = `ghp_${'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'}`;
  expect(await withLore(entry('lore/2026/11/one.md', `Token ${secret}.\n`))).toContain('secret-added');
});
