import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type MadeRepository, makeFolder } from '../../make.ts';
import { makeTested } from '../run.ts';
import { heal } from './survive.ts';

const BROKEN = {
  'src/slug.js': "export function slugfy(title) {\n  return title.toLowerCase().replaceAll(' ', '-');\n}\n",
  'test/slug.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { slugify } from '../src/slug.js';\n\ntest('slugs', () => {\n  assert.equal(slugify('A B'), 'a-b');\n});\n",
};

interface Attack {
  readonly name: string;
  /** Settings of `.git/config`; `RUN` stands for a program that leaves a mark. */
  readonly settings?: readonly (readonly [key: string, value: string])[];
  /** Lines of `.gitattributes`. */
  readonly attributes?: string;
  readonly plant?: (repo: MadeRepository, program: string) => void;
  /** What plain git is asked to do, to see that the attack works. */
  readonly control: (repo: MadeRepository) => readonly (readonly string[])[];
  readonly input?: string;
}

/** A program that says it ran; a filter lets everything pass. */
function makeProgram(marks: string, name: string): string {
  const path = join(marks, '..', `program-${name}`);
  const rest = name.startsWith('filter') ? 'cat' : '';
  writeFileSync(path, ['#!/bin/sh', `: > '${join(marks, name)}'`, rest, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}

const change = (repo: MadeRepository) =>
  repo.write({ 'src/slug.js': `$BROKEN['src/slug.js']\n// touched\n` });
const twoCommits = (repo: MadeRepository) => {
  repo.commit({ 'src/slug.js': `${BROKEN['src/slug.js']}// more\n` });
  return [['diff', 'HEAD~1', 'HEAD']];
};
const CREDENTIALS = 'protocol=https\nhost=example.invalid\n\n';

const ATTACKS: readonly Attack[] = [
  { name: 'core.fsmonitor', settings: [['core.fsmonitor', 'RUN']], control: () => [['status']] },
  {
    name: 'include.path',
    plant: (repo, program) => {
      writeFileSync(join(repo.dir, '.git', 'more'), `[core]\n\tfsmonitor = ${program}\n`);
      repo.git('config', 'include.path', 'more');
    },
    control: () => [['status']],
  },
  {
    name: 'hooks',
    plant: (repo, program) => {
      mkdirSync(join(repo.dir, '.git', 'hooks'), { recursive: true });
      for (const hook of ['reference-transaction', 'post-index-change', 'pre-auto-gc', 'post-checkout']) {
        writeFileSync(join(repo.dir, '.git', 'hooks', hook), `#!/bin/sh\nexec ${program} </dev/null\n`);
        chmodSync(join(repo.dir, '.git', 'hooks', hook), 0o755);
      }
    },
    control: () => [['branch', 'other']],
  },
  {
    name: 'core.hooksPath',
    plant: (repo, program) => {
      const hooks = join(repo.dir, 'planted-hooks');
      mkdirSync(hooks);
      writeFileSync(join(hooks, 'reference-transaction'), `#!/bin/sh\nexec ${program} </dev/null\n`);
      chmodSync(join(hooks, 'reference-transaction'), 0o755);
      repo.git('config', 'core.hooksPath', hooks);
    },
    control: () => [['branch', 'other']],
  },
  {
    name: 'core.sshCommand',
    settings: [['core.sshCommand', 'RUN']],
    control: () => [['ls-remote', 'ssh://example.invalid/x']],
  },
  {
    name: 'core.gitProxy',
    settings: [['core.gitProxy', 'RUN']],
    control: () => [['ls-remote', 'git://example.invalid/x']],
  },
  {
    name: 'ext transport by insteadOf',
    settings: [
      ['protocol.ext.allow', 'always'],
      ['url.ext::RUN .insteadOf', '/'],
    ],
    control: () => [['ls-remote', '/anywhere']],
  },
  {
    name: 'remote of a partial clone',
    settings: [
      ['core.repositoryformatversion', '1'],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', '/'],
      ['remote.origin.uploadpack', 'RUN'],
    ],
    control: () => [['cat-file', '-e', 'f'.repeat(40)]],
  },
  {
    name: 'core.editor',
    settings: [['core.editor', 'RUN']],
    control: () => [['commit', '--amend', '--allow-empty']],
  },
  {
    name: 'core.askPass',
    settings: [['core.askPass', 'RUN']],
    control: () => [['credential', 'fill']],
    input: CREDENTIALS,
  },
  {
    name: 'credential.helper',
    settings: [['credential.helper', 'RUN']],
    control: () => [['credential', 'fill']],
    input: CREDENTIALS,
  },
  { name: 'diff.external', settings: [['diff.external', 'RUN']], control: twoCommits },
  {
    name: 'diff driver: textconv',
    settings: [['diff.a.textconv', 'RUN']],
    attributes: 'src/*.js diff=a',
    control: twoCommits,
  },
  {
    name: 'diff driver: command',
    settings: [['diff.b.command', 'RUN']],
    attributes: 'src/*.js diff=b',
    control: twoCommits,
  },
  {
    name: 'filter: clean',
    settings: [['filter.c.clean', 'RUN']],
    attributes: '*.js filter=c',
    control: (repo) => {
      change(repo);
      return [['status']];
    },
  },
  {
    name: 'filter: smudge',
    settings: [['filter.c.smudge', 'RUN']],
    attributes: '*.js filter=c',
    control: (repo) => {
      change(repo);
      return [['checkout', '--', 'src']];
    },
  },
  {
    name: 'filter: process',
    settings: [['filter.c.process', 'RUN']],
    attributes: '*.js filter=c',
    control: (repo) => {
      change(repo);
      return [['status']];
    },
  },
  {
    name: 'merge driver',
    settings: [['merge.d.driver', 'RUN']],
    attributes: 'src/* merge=d',
    control: (repo) => {
      repo.git('branch', 'other');
      repo.commit({ 'src/slug.js': 'ours\n' });
      repo.git('checkout', '-q', 'other');
      repo.commit({ 'src/slug.js': 'theirs\n' });
      return [['merge', 'main']];
    },
  },
  {
    name: 'gpg.program',
    settings: [
      ['gpg.program', 'RUN'],
      ['commit.gpgSign', 'true'],
      ['log.showSignature', 'true'],
    ],
    control: () => [['commit', '--allow-empty', '-m', 'signed']],
  },
  { name: 'alias', settings: [['alias.planted', '!RUN']], control: () => [['planted']] },
  {
    name: 'core.alternateRefsCommand',
    settings: [['core.alternateRefsCommand', 'RUN #']],
    plant: (repo) => {
      const lender = makeTested({ 'other.txt': 'lent\n' });
      writeFileSync(
        join(repo.dir, '.git', 'objects', 'info', 'alternates'),
        `${join(lender.dir, '.git', 'objects')}\n`,
      );
    },
    control: (repo) => {
      const from = makeTested({ 'third.txt': 'x\n' });
      return [['-C', repo.dir, 'fetch', from.dir, 'main']];
    },
  },
];

/** Plants an attack; where `RUN` stands in a key or value, the program. */
function plant(attack: Attack, repo: MadeRepository, marks: string): void {
  const program = makeProgram(marks, attack.name.replaceAll(/\W+/g, '-'));
  for (const [key, value] of attack.settings ?? [])
    repo.git('config', '--add', key.replace('RUN', program), value.replace('RUN', program));
  attack.plant?.(repo, program);
}

function makeMarks(): string {
  const marks = join(makeFolder(), 'marks');
  mkdirSync(marks);
  return marks;
}

function makeTarget(attacks: readonly Attack[]): MadeRepository {
  const attributes = attacks.flatMap((attack) => attack.attributes ?? []);
  return makeTested({ ...BROKEN, '.gitattributes': `${attributes.join('\n')}\n` });
}

const PLAIN = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', GIT_TERMINAL_PROMPT: '0' };
const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b',
};

describe('programs that a repository’s configuration names', () => {
  it.each(ATTACKS.map((attack) => [attack.name, attack] as const))(
    'work with plain git: %s',
    (_name, attack) => {
      const marks = makeMarks();
      const repo = makeTarget([attack]);
      plant(attack, repo, marks);
      for (const words of attack.control(repo)) {
        spawnSync('git', words, {
          cwd: repo.dir,
          env: { ...PLAIN, ...IDENTITY },
          input: attack.input ?? '',
          timeout: 10_000,
        });
      }
      expect(readdirSync(marks)).toHaveLength(1);
    },
  );

  // `core.hooksPath` hides the hooks of the git folder, and each `include.path` hides `core.fsmonitor`: two rounds.
  it.each([
    [
      'all but these',
      (name: string) => !['core.hooksPath', 'include.path', 'filter: process'].includes(name),
    ],
    ['the others', (name: string) => name !== 'hooks' && name !== 'core.fsmonitor'],
  ])('do not run in a heal, a proof, an apply and a clean: %s', async (_what, isIn) => {
    const marks = makeMarks();
    const attacks = ATTACKS.filter((attack) => isIn(attack.name));
    const repo = makeTarget(attacks);
    for (const attack of attacks) plant(attack, repo, marks);
    repo.write({ 'src/slug.js': `${BROKEN['src/slug.js']}` });
    rmSync(marks, { recursive: true });
    mkdirSync(marks);
    const healed = await heal(repo.dir, ['heal', '--json']);
    expect(healed.json.error).toBeUndefined();
    expect(healed.json).toMatchObject({ status: 'healed' });
    const branch = String(healed.json.incidents[0]?.branch);
    expect((await heal(repo.dir, ['prove', branch, '--json'])).exit).toBe(0);
    await heal(repo.dir, ['prove', `${'f'.repeat(40)}..HEAD`, '--json']);
    expect((await heal(repo.dir, ['heal', '--working-tree', '--dry-run', '--json'])).json).toMatchObject({
      status: 'healed',
    });
    rmSync(join(repo.dir, 'planted-hooks'), { recursive: true, force: true });
    expect((await heal(repo.dir, ['apply', branch])).stderr).toBe('');
    expect((await heal(repo.dir, ['clean', '--branches'])).stdout).toContain(`deleted branch ${branch}`);
    expect(readdirSync(marks)).toEqual([]);
  });

  it('are not found on a PATH that the repository is part of', async () => {
    const marks = makeMarks();
    const repo = makeTested(BROKEN);
    const program = makeProgram(marks, 'git');
    const bin = join(repo.dir, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    for (const folder of [bin, repo.dir]) execFileSync('cp', [program, join(folder, 'git')]);
    for (const path of [bin, '.']) {
      const env = { PATH: [path, process.env.PATH ?? ''].join(delimiter) };
      spawnSync('git', ['--version'], { cwd: repo.dir, env, input: '' });
      expect(existsSync(join(marks, 'git'))).toBe(true);
      rmSync(join(marks, 'git'));
      expect((await heal(repo.dir, ['doctor', '--json'], { env })).stderr).toBe('');
      expect(readdirSync(marks)).toEqual([]);
    }
  });
});
