import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openAdapters } from '../../adapters/git/open.ts';
import { type MadeRepository, makeFolder, makeRepository } from '../../make.ts';
import { heal } from './survive.ts';

const BROKEN = {
  'package.json': '{"name":"made","private":true,"type":"module","scripts":{"test":"node t.js"}}\n',
  '.gitignore': 'node_modules/\n',
  'slug.js': "export const slugfy = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  't.js': "import { slugify } from './slug.js';\nif (slugify('A B') !== 'a-b') throw new Error('no');\n",
  'merged.txt': 'base\n',
};

interface Attack {
  readonly name: string;
  /** Settings of `.git/config`; `RUN` stands for a program that leaves a mark. */
  readonly settings?: readonly (readonly [key: string, value: string])[];
  /** A line of `.gitattributes`. */
  readonly attributes?: string;
  readonly plant?: (repo: MadeRepository, program: string) => void;
  /** What plain git is asked to do, to see that the attack works; null where this git knows no such attack. */
  readonly control: readonly string[] | null;
  /** In another shell than git's own. */
  readonly program?: string;
  readonly input?: string;
  /** Where it lies beside another one that would hide it. */
  readonly side?: boolean;
}

const CREDENTIALS = 'protocol=https\nhost=example.invalid\n\n';
const HOOKS = ['reference-transaction', 'post-index-change', 'pre-auto-gc', 'post-checkout'];
const RECEIVING = ['pre-receive', 'update', 'post-receive', 'post-update', 'proc-receive'];
const gitMinor = Number(/ 2\.(\d+)/.exec(spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout)?.[1]);
const DIFF = ['diff', 'HEAD~1', 'HEAD'];

function plantHooks(dir: string, program: string, hooks = HOOKS): void {
  mkdirSync(dir, { recursive: true });
  for (const hook of hooks) {
    writeFileSync(join(dir, hook), `#!/bin/sh\nexec ${program} </dev/null\n`);
    chmodSync(join(dir, hook), 0o755);
  }
}

const ATTACKS: readonly Attack[] = [
  { name: 'core.fsmonitor', settings: [['core.fsmonitor', 'RUN']], control: ['status'] },
  {
    name: 'include.path',
    plant: (repo, program) => {
      writeFileSync(join(repo.dir, '.git', 'more'), `[core]\n\tfsmonitor = ${program}\n`);
      writeFileSync(join(repo.dir, '.git', 'config'), '[include]\n\tpath = more\n', { flag: 'a' });
    },
    control: ['status'],
    side: true,
  },
  {
    name: 'hooks',
    plant: (repo, program) => plantHooks(join(repo.dir, '.git', 'hooks'), program),
    control: ['branch', 'by-hooks'],
    side: true,
  },
  {
    name: 'core.hooksPath',
    settings: [['core.hooksPath', '.git/planted']],
    plant: (repo, program) => plantHooks(join(repo.dir, '.git', 'planted'), program),
    control: ['branch', 'by-path'],
  },
  {
    name: 'hooks that receive',
    settings: [
      ['receive.procReceiveRefs', 'refs'],
      ['receive.denyCurrentBranch', 'updateInstead'],
      ['receive.autogc', 'true'],
    ],
    plant: (repo, program) => plantHooks(join(repo.dir, '.git', 'hooks'), program, RECEIVING),
    control: ['push', '.', 'HEAD~1:refs/heads/pushed'],
    side: true,
  },
  {
    name: 'hooks in the configuration',
    settings: [
      ['hook.planted.command', 'RUN'],
      ['hook.planted.event', 'reference-transaction'],
    ],
    control: gitMinor >= 54 ? ['branch', 'by-setting'] : null,
  },
  {
    name: 'core.sshCommand',
    settings: [['core.sshCommand', 'RUN']],
    control: ['ls-remote', 'ssh://example.invalid/x'],
  },
  {
    name: 'core.gitProxy',
    settings: [['core.gitProxy', 'RUN']],
    control: ['ls-remote', 'git://example.invalid/x'],
  },
  {
    name: 'ext transport by insteadOf',
    settings: [
      ['protocol.ext.allow', 'always'],
      ['url.ext::RUN .insteadOf', '/'],
    ],
    control: ['ls-remote', '/anywhere'],
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
    control: ['cat-file', '-e', 'f'.repeat(40)],
  },
  {
    name: 'core.editor',
    settings: [['core.editor', 'RUN']],
    control: ['commit', '--amend', '--allow-empty'],
  },
  {
    name: 'core.pager',
    settings: [['core.pager', 'RUN']],
    program: 'script',
    control: ['-qec', 'git log', '/dev/null'],
  },
  {
    name: 'core.askPass',
    settings: [['core.askPass', 'RUN']],
    control: ['credential', 'fill'],
    input: CREDENTIALS,
  },
  {
    name: 'credential.helper',
    settings: [['credential.helper', 'RUN']],
    control: ['credential', 'fill'],
    input: CREDENTIALS,
  },
  { name: 'diff.external', settings: [['diff.external', 'RUN']], control: DIFF },
  {
    name: 'diff driver: textconv',
    settings: [['diff.a.textconv', 'RUN']],
    attributes: '*.js diff=a',
    control: DIFF,
  },
  {
    name: 'diff driver: command',
    settings: [['diff.b.command', 'RUN']],
    attributes: '*.js diff=b',
    control: DIFF,
    side: true,
  },
  {
    name: 'filter: clean',
    settings: [['filter.c.clean', 'RUN']],
    attributes: '*.js filter=c',
    control: ['hash-object', 'slug.js'],
  },
  {
    name: 'filter: smudge',
    settings: [['filter.c.smudge', 'RUN']],
    attributes: '*.js filter=c',
    control: ['archive', '-o', '/dev/null', '--format=tar', 'HEAD'],
  },
  {
    name: 'filter: process',
    settings: [['filter.p.process', 'RUN']],
    attributes: '*.js filter=p',
    control: ['hash-object', 'slug.js'],
    side: true,
  },
  {
    name: 'merge driver',
    settings: [['merge.d.driver', 'RUN']],
    attributes: 'merged.txt merge=d',
    control: ['merge', '--no-edit', 'other'],
  },
  {
    name: 'gpg.program',
    settings: [
      ['gpg.program', 'RUN'],
      ['commit.gpgSign', 'true'],
      ['log.showSignature', 'true'],
    ],
    control: ['commit', '--allow-empty', '-m', 'signed'],
  },
  { name: 'alias', settings: [['alias.planted', '!RUN']], control: ['planted'] },
  {
    name: 'core.alternateRefsCommand',
    settings: [['core.alternateRefsCommand', 'RUN #']],
    plant: (repo) => {
      const lender = makeRepository({ 'other.txt': 'lent\n' });
      const info = join(repo.dir, '.git', 'objects', 'info');
      mkdirSync(info, { recursive: true });
      writeFileSync(join(info, 'alternates'), `${join(lender.dir, '.git', 'objects')}\n`);
    },
    control: ['fetch', makeRepository({ 'third.txt': 'x\n' }).dir, 'main'],
  },
  {
    name: 'update of a submodule',
    settings: [
      ['submodule.lib.url', '/nowhere'],
      ['submodule.lib.active', 'true'],
      ['submodule.lib.update', '!RUN'],
    ],
    control: ['submodule', 'update', 'lib'],
  },
  {
    name: 'a bare repository inside',
    plant: (repo, program) => {
      const inside = join(repo.dir, 'inside');
      repo.git('init', '-q', '--bare', inside);
      const config = `[core]\n\trepositoryformatversion = 0\n\tworktree = ..\n\tfsmonitor = ${program}\n`;
      writeFileSync(join(inside, 'config'), config);
    },
    control: ['-C', 'inside', 'status'],
  },
];

const toWord = ({ name }: Attack) => name.replaceAll(/\W+/g, '-');

/** A program that says it ran; a filter lets everything pass. */
function makeProgram(marks: string, name: string): string {
  const path = join(marks, '..', `program-${name}`);
  const rest = name.startsWith('filter') ? 'cat' : '';
  writeFileSync(path, ['#!/bin/sh', `: > '${join(marks, name)}'`, rest, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}

/** Plants an attack; where `RUN` stands in a key or value, the program. */
function plant(attack: Attack, repo: MadeRepository, marks: string): void {
  const program = makeProgram(marks, toWord(attack));
  const lines = (attack.settings ?? []).map(([key, value]) => {
    const [, section = '', sub, name = ''] = /^([^.]+)\.(?:(.+)\.)?([^.]+)$/.exec(key) ?? [];
    const inner = sub === undefined ? '' : ` "${sub.replace('RUN', program)}"`;
    return `[${section}${inner}]\n\t${name} = "${value.replace('RUN', program)}"\n`;
  });
  writeFileSync(join(repo.dir, '.git', 'config'), lines.join(''), { flag: 'a' });
  attack.plant?.(repo, program);
}

/** Two commits, a branch that conflicts with the second one, and a submodule that is not at its recorded commit. */
function makeTarget(): MadeRepository {
  const repo = makeRepository(BROKEN);
  const lib = makeRepository({ 'lib.txt': 'one\n' });
  const first = repo.git('rev-parse', 'HEAD');
  const recorded = lib.commit({ 'lib.txt': 'two\n' });
  repo.git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', lib.dir, 'lib');
  repo.git('-C', 'lib', 'checkout', '-q', recorded);
  repo.commit({ 'slug.js': `${BROKEN['slug.js']}// more\n`, 'merged.txt': 'ours\n' });
  repo.git('-C', 'lib', 'checkout', '-q', `${recorded}~1`);
  const tree = repo.git('rev-parse', 'HEAD^{tree}');
  repo.git('branch', 'other', repo.git('commit-tree', tree, '-p', first, '-m', 'theirs'));
  return repo;
}

function makeMarks(): string {
  const marks = join(makeFolder(), 'marks');
  mkdirSync(marks);
  return marks;
}

function attributesOf(attacks: readonly Attack[]): string {
  return `${attacks.flatMap(({ attributes }) => attributes ?? []).join('\n')}\n`;
}

const PLAIN = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b',
};

describe('programs that a repository’s configuration names', () => {
  it('work with plain git, each', () => {
    const repo = makeTarget();
    const config = join(repo.dir, '.git', 'config');
    const clean = readFileSync(config, 'utf8');
    const head = repo.git('rev-parse', 'HEAD');
    // The tree of the other side, so that there is something to merge.
    repo.git('checkout', '-q', 'other');
    repo.commit({ 'merged.txt': 'theirs\n' });
    repo.git('checkout', '-q', 'main');
    const silent = ATTACKS.filter((attack) => {
      if (attack.control === null) return false;
      const marks = makeMarks();
      writeFileSync(join(repo.dir, '.git', 'info', 'attributes'), attributesOf([attack]));
      plant(attack, repo, marks);
      const options = { cwd: repo.dir, env: PLAIN, input: attack.input ?? '', timeout: 20_000 };
      spawnSync(attack.program ?? 'git', attack.control, options);
      writeFileSync(config, clean);
      rmSync(join(repo.dir, '.git', 'hooks'), { recursive: true, force: true });
      repo.git('reset', '-q', '--hard', head);
      return !existsSync(join(marks, toWord(attack)));
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  // `core.hooksPath` hides the hooks of the git folder, and some others hide each other: two repositories.
  it('do not run in a heal, a proof, an apply and a clean', async () => {
    const marks = makeMarks();
    const rounds = [false, true].map(async (side) => {
      const attacks = ATTACKS.filter((attack) => (attack.side ?? false) === side);
      const repo = makeTarget();
      repo.commit({ '.gitattributes': attributesOf(attacks) });
      for (const attack of attacks) plant(attack, repo, marks);
      for (const mark of readdirSync(marks)) rmSync(join(marks, mark));
      const healed = await heal(repo.dir, ['heal', '--json']);
      expect(healed.json).toMatchObject({ status: 'healed' });
      const branch = String(healed.json.incidents[0]?.branch);
      const [proved, onDisk] = await Promise.all([
        heal(repo.dir, ['prove', branch, '--json']),
        heal(repo.dir, ['heal', '--working-tree', '--dry-run', '--json']),
      ]);
      expect({ missing: proved.json.missing, status: onDisk.json.status }).toEqual({
        missing: [],
        status: 'healed',
      });
      const { history } = await openAdapters(repo.dir);
      expect(await history.resolve('f'.repeat(40))).toBeNull();
      if (existsSync(join(repo.dir, 'inside')))
        await openAdapters(join(repo.dir, 'inside')).catch((error) => expect(error.code).toBeDefined());
      rmSync(join(repo.dir, 'inside'), { recursive: true, force: true });
      expect((await heal(repo.dir, ['apply', branch])).stderr).toBe('');
      const cleaned = await heal(repo.dir, ['clean', '--branches']);
      expect(cleaned.stdout).toContain(`deleted branch ${branch}`);
    });
    await Promise.all(rounds);
    expect(readdirSync(marks)).toEqual([]);
  }, 180_000);

  it('are not found on a PATH that the repository is part of', async () => {
    const marks = makeMarks();
    const repo = makeRepository(BROKEN);
    const program = makeProgram(marks, 'git');
    const bin = join(repo.dir, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    for (const folder of [bin, repo.dir]) {
      copyFileSync(program, join(folder, 'git'));
      spawnSync('git', ['--version'], {
        cwd: repo.dir,
        env: { PATH: folder === bin ? bin : '.' },
        input: '',
      });
      expect(existsSync(join(marks, 'git'))).toBe(true);
      rmSync(join(marks, 'git'));
    }
    const env = { PATH: [bin, '.', process.env.PATH ?? ''].join(delimiter) };
    expect((await heal(repo.dir, ['doctor', '--json'], { env })).stderr).toBe('');
    expect(readdirSync(marks)).toEqual([]);
  });
});
