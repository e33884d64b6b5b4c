import { describe, expect, it } from '@jest/globals';
import { toGitEnvironment } from '../../../src/adapters/git/environment.ts';
import { openGit } from '../../../src/adapters/git/git.ts';
import { GitLog } from '../../../src/adapters/git/git-log.ts';
import { mistakeFixer } from '../../../src/agents/memory/mistake-fixer.ts';
import type { PastFix } from '../../../src/agents/memory/past-fixes.ts';
import type { Verdict } from '../../../src/domain/outcome.ts';
import { type Patch, patchOf } from '../../../src/domain/patch.ts';
import { openAdapters } from '../../adapters/git/open.ts';
import { ID } from '../../lore/make.ts';
import { type MadeRepository, makeRepository } from '../../make.ts';
import { makeFailure, makeSite } from '../../repair/fixers/folder-workspace.ts';
import { makeRecalled } from './make-recalled.ts';

const OPEN = 'export const isOpen = (door) => door.state === 1;\n';
const EVEN = 'export const isEven = (number) => number % 2 === 0;\n';
const invert = (text: string) => text.replace('===', '!==');

const FIX: PastFix = {
  recalled: makeRecalled({ fixer: 'regression' }, { match: 'words' }),
  commit: 'c'.repeat(40),
  isDraft: true,
  changes: patchOf('', [{ path: 'src/open.js', before: invert(OPEN), after: OPEN }]).files,
};

const STILL_RED: Verdict = { status: 'still-red', left: 1, why: 'as before', ms: 1 };
const GREEN: Verdict = { status: 'plausible', ms: 1, remaining: 0 };

/** What is offered, what was tried out before, and what the fixer says of it. */
async function ask(repo: MadeRepository, isRight: (patch: Patch) => boolean, testFile = 'test/even.test.js') {
  const { history, workspaces } = await openAdapters(repo.dir);
  const log = new GitLog(openGit({ dir: repo.dir }, toGitEnvironment({ PATH: process.env.PATH ?? '' })));
  const base = repo.git('rev-parse', 'HEAD');
  const fixer = mistakeFixer([FIX], { log, history, base });
  if (fixer === null) throw new Error('the fix says what the mistake was');
  const tried: string[] = [];
  const offered: Patch[] = [];
  await workspaces.use(base, async (workspace) => {
    const tryOut = async (patches: readonly Patch[]) => {
      const end = patches.findIndex(isRight);
      const some = end < 0 ? patches : patches.slice(0, end + 1);
      tried.push(...some.map(({ title }) => title));
      return some.map((patch) => (isRight(patch) ? GREEN : STILL_RED));
    };
    const site = makeSite(workspace, [makeFailure({ file: testFile, testPath: ['is even'] })], { tryOut });
    const conversation = fixer.propose(site);
    for (let turn = await conversation.next([]); !turn.done; turn = await conversation.next([GREEN]))
      offered.push(...turn.value);
  });
  return { offered, tried, sources: fixer.sources, triedOut: fixer.triedOut, used: fixer.used };
}

function makeShop(): MadeRepository {
  const repo = makeRepository({ 'src/open.js': OPEN, 'src/even.js': EVEN, 'src/odd.js': EVEN });
  repo.commit({ 'notes.txt': 'one\n' });
  return repo;
}

describe('mistakeFixer', () => {
  it('offers what takes back the same mistake, the newest first, and says whose it was', async () => {
    const repo = makeShop();
    const guilty = repo.commit({ 'src/even.js': invert(EVEN) });
    const other = repo.commit({ 'src/odd.js': invert(EVEN), 'notes.txt': 'two\n' });
    repo.commit({ 'src/even.js': `// numbers\n${invert(EVEN)}` });
    const asked = await ask(repo, (patch) => patch.files[0]?.path === 'src/even.js');
    const title = `take back the mistake of ${guilty.slice(0, 8)} at src/even.js:2`;
    const wrong = `take back the mistake of ${other.slice(0, 8)} at src/odd.js:1`;
    expect(asked.tried).toEqual([wrong, title]);
    expect(asked.offered.map((patch) => [patch.title, patch.files[0]?.after])).toEqual([
      [title, `// numbers\n${EVEN}`],
    ]);
    const why = `${ID}: in ${guilty.slice(0, 8)}, perhaps the culprit, \`===\` became \`!==\`, as cccccccc mended it`;
    expect(asked.sources.get(title)).toBe(why);
    expect([...(asked.used ?? [])]).toEqual([FIX.recalled]);
    expect(asked.triedOut).toEqual([
      expect.stringMatching(new RegExp(`^${wrong} \\(from ${ID}: .*was tried out: still red: as before$`)),
    ]);
  });

  it('tries four at most', async () => {
    const repo = makeShop();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    repo.commit(Object.fromEntries(names.map((name) => [`src/${name}.js`, EVEN])));
    for (const name of names) repo.commit({ [`src/${name}.js`]: invert(EVEN) });
    const asked = await ask(repo, () => false);
    expect(asked.tried.map((title) => /src\/(.)/.exec(title)?.[1])).toEqual(['f', 'e', 'd', 'c']);
    expect(asked.offered).toEqual([]);
  });

  it('leaves what changed the test as well, what was taken back, what is far back, and fixes of ours', async () => {
    const repo = makeShop();
    const other = 'export const isOne = (number) => number !== 1;\n';
    repo.commit({ 'src/one.js': other.replace('!==', '===') });
    repo.commit({ 'src/even.js': invert(EVEN), 'test/even.test.js': '// other\n' });
    repo.commit({ 'src/odd.js': invert(EVEN) });
    repo.commit({ 'src/odd.js': EVEN });
    repo.git('switch', '-q', '-c', 'dreamos/fix/x');
    repo.commit({ 'src/one.js': other }, 'draft: undo x\n\nDreamos-Fixer: regression');
    repo.git('switch', '-q', 'main');
    repo.git('merge', '-q', '--no-ff', '-m', 'take it', 'dreamos/fix/x');
    expect((await ask(repo, () => true)).tried).toEqual([]);
    expect((await ask(repo, () => true, 'test/other.test.js')).tried).toHaveLength(1);
    for (let at = 0; at < 20; at++) repo.git('commit', '-q', '--allow-empty', '-m', 'later');
    expect((await ask(repo, () => true, 'test/other.test.js')).tried).toEqual([]);
  });

  it('is none where the fix was no single mistake', async () => {
    const changes = patchOf('', [{ path: 'src/open.js', before: 'open(a);\n', after: 'open(b);\n' }]).files;
    const recent = (await openAdapters(makeShop().dir)).history;
    const log = { recent: nothing };
    expect(mistakeFixer([{ ...FIX, changes }], { log, history: recent, base: 'HEAD' })).toBe(null);
  });
});

function nothing(): never {
  throw new Error('not to be asked');
}
