import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hashFolder, type MadeRepository, makeFolder, makeRepository } from '../make.ts';
import { dreamos } from './run.ts';

const BRANCH = 'dreamos/lore';

/** Refuses long lines of markdown, and red itself while a word of the source is misspelled. */
const LONG_LINES = `import { readdirSync, readFileSync } from 'node:fs';
const files = readdirSync('.', { recursive: true }).filter((path) => path.endsWith('.md'));
const long = files.filter((path) => readFileSync(path, 'utf8').split('\\n').some((line) => line.length > 60));
for (const path of long) console.log(path + ': has a long line');
process.exitCode = long.length > 0 ? 1 : 0;
`;

const FILES = {
  'slug.js': "export const slugfy = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  't.js': "import { slugify } from './slug.js';\nif (slugify('A B') !== 'a-b') throw new Error('no');\n",
};
const DEAD_END = {
  'half.js': 'export const half = (cents) => cents;\n',
  'u.js': "import { half } from './half.js';\nif (half(10) !== 5) throw new Error('not half');\n",
};

function makeBroken(
  files: Readonly<Record<string, string>>,
  scripts: Record<string, string>,
): MadeRepository {
  const manifest = { name: 'made', private: true, type: 'module', scripts };
  const checks = Object.entries(scripts).map(([name, run]) => `  ${name.replace(/:.*/, '')}: ${run}\n`);
  return makeRepository({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    // Without npm around each, and believed at the second time.
    '.github/dreamos.yml': `flakyRuns: 1\nchecks:\n${checks.join('')}`,
    ...files,
  });
}

async function heal(repo: MadeRepository, ...words: string[]) {
  const { exit, stdout, stderr } = await dreamos(repo.dir, ['heal', '--json', ...words]);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return { exit, ...JSON.parse(stdout) };
}

/** Paths of a branch's lore. */
function loreOf(repo: MadeRepository, branch: string): string[] {
  return repo.git('ls-tree', '-r', '--name-only', branch, 'lore').split('\n').filter(Boolean);
}

function kindsOf(answer: { lore: { written: readonly { kind: string; branch: string }[] } }): string[] {
  return answer.lore.written.map(({ kind, branch }) => `${kind} ${branch.replace(/[0-9a-f]{8}$/, '')}`);
}

/** `lore lint` in a checkout of the branch. */
async function lint(repo: MadeRepository, branch: string): Promise<string> {
  const dir = join(makeFolder(), 'tree');
  repo.git('worktree', 'add', '-q', '--detach', dir, branch);
  const { stdout, stderr } = await dreamos(dir, ['lore', 'lint']);
  repo.git('worktree', 'remove', '--force', dir);
  return stdout + stderr;
}

describe('a heal that met an incident', () => {
  it('writes the fix’s entry beside it and the rest to the lore branch, once', async () => {
    const repo = makeBroken({ ...FILES, ...DEAD_END }, { test: 'node t.js', typecheck: 'node u.js' });
    const answer = await heal(repo);
    const healed = answer.incidents.find(({ outcome }: { outcome: string }) => outcome === 'healed');
    const { branch, commit } = healed;
    expect(kindsOf(answer)).toEqual([`failure ${BRANCH}`, 'fix dreamos/fix/test-', `devlog ${BRANCH}`]);
    expect(answer.incidents.map(({ lore }: { lore: { written: string[] } }) => lore.written)).toEqual(
      answer.lore.written.slice(0, 2).map(({ id }: { id: string }) => [id]),
    );
    const [entry = ''] = loreOf(repo, branch);
    expect(repo.git('log', '--format=%H', `main..${branch}`).split('\n').at(-1)).toBe(commit);
    expect(repo.git('diff', '--name-status', commit, branch)).toBe(`A\t${entry}`);
    expect(repo.git('show', `${branch}:${entry}`)).toContain(`\nhead: ${commit}\n`);
    expect(repo.git('diff', '--name-only', 'main', BRANCH).split('\n')).toEqual(loreOf(repo, BRANCH));
    expect(loreOf(repo, BRANCH)).toHaveLength(3);
    expect([await lint(repo, branch), await lint(repo, BRANCH)]).toEqual([
      '1 entry, nothing to say against it.\n',
      '2 entries, nothing to say against them.\n',
    ]);

    const proved = JSON.parse((await dreamos(repo.dir, ['prove', branch, '--json'])).stdout);
    expect(proved).toMatchObject({ status: 'proved', recorded: 'matches', missing: [] });

    const refs = repo.git('show-ref');
    const again = await heal(repo);
    expect({ refs: repo.git('show-ref'), written: again.lore.written, notes: again.notes }).toEqual({
      refs,
      written: [],
      notes: [],
    });
    expect(again.incidents.map(({ lore }: { lore: { written: string[] } }) => lore.written)).toEqual([
      [],
      [],
    ]);

    expect((await dreamos(repo.dir, ['apply', branch])).exit).toBe(0);
    expect(repo.git('status', '--porcelain')).toBe('M slug.js\n?? lore/');
    repo.git('checkout', '-q', '.');
    repo.git('clean', '-qfd');
    expect((await dreamos(repo.dir, ['clean', '--branches'])).stdout).toContain(`deleted branch ${branch}`);
    repo.git('rev-parse', BRANCH);
  }, 240_000);

  it('tells what it wrote in a line, and what could not be written in a note', async () => {
    const repo = makeBroken(FILES, { test: 'node t.js' });
    const tree = join(makeFolder(), 'tree');
    repo.git('worktree', 'add', '-q', '-b', BRANCH, tree);
    const before = repo.git('rev-parse', BRANCH);
    const { exit, stdout } = await dreamos(repo.dir, ['heal']);
    expect(exit).toBe(0);
    expect(stdout).toContain(`\nnote: Lore was not written: The branch ${BRANCH} is checked out in ${tree};`);
    expect(stdout).toMatch(/^Lore: 1 fix entry in the branch$/m);
    expect(repo.git('rev-parse', BRANCH)).toBe(before);
    repo.git('worktree', 'remove', '--force', tree);
    expect((await dreamos(repo.dir, ['heal'])).stdout).toMatch(
      /^Lore: devlog [0-9A-HJKMNP-TV-Z]{26} on dreamos\/lore$/m,
    );
  }, 180_000);

  it('writes nothing when told so, when dry, and when all is green', async () => {
    const repo = makeBroken(FILES, { test: 'node t.js' });
    const isFix = (path: string) => /^\.git\/(dreamos|objects|refs\/(heads|notes)|logs)/.test(path);
    const before = hashFolder(repo.dir, isFix);
    const quiet = await heal(repo, '--no-lore');
    expect({ written: quiet.lore.written, status: quiet.status }).toEqual({ written: [], status: 'healed' });
    const { branch, commit } = quiet.incidents[0];
    expect(repo.git('rev-parse', branch)).toBe(commit);
    expect((await heal(repo, '--dry-run')).lore.written).toEqual([]);
    expect(repo.git('branch', '--list', BRANCH)).toBe('');
    expect(hashFolder(repo.dir, isFix)).toBe(before);
    // The fix is there without its entry: that is on the lore branch then.
    expect(kindsOf(await heal(repo))).toEqual([`fix ${BRANCH}`, `devlog ${BRANCH}`]);
    const tip = repo.git('rev-parse', BRANCH);
    repo.commit({ '.github/dreamos.yml': 'lore: { write: false }\n' });
    expect((await heal(repo)).lore.written).toEqual([]);
    repo.git('merge', '-q', '--no-edit', branch);
    repo.commit({ '.github/dreamos.yml': 'lore: { branch: notes/lore }\n' });
    expect((await heal(repo)).status).toBe('green');
    expect(repo.git('rev-parse', BRANCH)).toBe(tip);
    expect(repo.git('branch', '--list', 'notes/*')).toBe('');
  }, 240_000);

  it('keeps the entry off the fix’s branch where the repository’s own checks refuse it', async () => {
    const repo = makeBroken(
      { ...FILES, 'lines.js': LONG_LINES },
      { test: 'node t.js', 'format:check': 'node lines.js' },
    );
    const answer = await heal(repo);
    const { branch, commit } = answer.incidents[0];
    expect(repo.git('rev-parse', branch)).toBe(commit);
    expect(kindsOf(answer)).toEqual([`fix ${BRANCH}`, `devlog ${BRANCH}`]);
    expect(answer.notes).toEqual([
      `The lore of ${branch} is on ${BRANCH}: format is red with it in the tree.`,
    ]);
    expect(repo.git('show', `${BRANCH}:${loreOf(repo, BRANCH)[0]}`)).toContain(`\nhead: ${commit}\n`);
  }, 180_000);

  it('loses nothing when two run at once', async () => {
    const repo = makeBroken(FILES, { test: 'node t.js' });
    const both = await Promise.all([heal(repo), heal(repo)]);
    const written = both.flatMap(({ lore }) => lore.written);
    for (const { id, branch } of written)
      expect(loreOf(repo, branch).filter((path) => path.includes(id))).toHaveLength(1);
    expect(written.filter(({ kind }) => kind === 'fix')).toHaveLength(1);
    expect(both.flatMap(({ notes }) => notes)).toEqual([]);
    expect(await lint(repo, BRANCH)).toContain('nothing to say against');
  }, 180_000);
});

describe('prove', () => {
  it('leaves out new entries of lore, and refuses what else is done to it', async () => {
    const repo = makeBroken(
      { ...FILES, 'lore/2026/11/old.md': 'old\n' },
      { test: 'node t.js', 'other:check': 'node --check t.js' },
    );
    const { incidents } = await heal(repo);
    const { branch } = incidents[0];
    const [entry = ''] = loreOf(repo, branch).filter((path) => !path.endsWith('old.md'));
    const text = `${repo.git('show', `${branch}:${entry}`)}\n`;
    const judge = async (files: Readonly<Record<string, string | null>>) => {
      repo.git('checkout', '-q', '--detach', 'main');
      repo.git('merge', '-q', '--squash', branch);
      repo.commit(files, 'by a person');
      const judged = JSON.parse((await dreamos(repo.dir, ['guard', 'main..HEAD', '--json'])).stdout);
      return { allowed: judged.allowed, files: judged.findings.map(({ file }: { file: string }) => file) };
    };
    expect(await judge({})).toEqual({ allowed: true, files: [] });
    expect(await judge({ 'lore/2026/11/old.md': 'new\n' })).toMatchObject({ files: ['lore/2026/11/old.md'] });
    expect(await judge({ 'lore/tool.js': 'x\n' })).toMatchObject({ files: ['lore/tool.js'] });
    expect(await judge({ [entry]: text.replace('kind: fix', 'kind: nothing') })).toMatchObject({
      files: [entry],
    });
    expect(
      await judge({ [entry]: text.replace('outcome: proposed', 'outcome: proposed\ntrust: verified') }),
    ).toMatchObject({ files: [entry] });
  }, 180_000);
});
