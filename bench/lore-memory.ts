/**
 * What memory saves: a made repository in which the same kinds of bug come again and again, healed in order; each fix is
 * merged as a person merges it. Run without lore, with it, and with 200 poisoned entries; prints one table.
 *
 *   node bench/lore-memory.ts [bugs, default 40] [commits between, default 5]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type MadeBug, makeBugs } from './memory-bugs.ts';
import { POISONED, poison } from './poison.ts';

const OURS = resolve(import.meta.dirname, '..');
const many = Number(process.argv[2] ?? 40);
const between = Number(process.argv[3] ?? 5);
const top = mkdtempSync(join(tmpdir(), 'lore-memory-'));
const bugs = makeBugs(many);

interface Healed {
  readonly bug: MadeBug;
  readonly isHealed: boolean;
  /** The files are as they were before the bug, but for what the same commit tidied. */
  readonly isRight: boolean;
  readonly fixer: string | null;
  readonly candidates: number;
  readonly runs: number;
  readonly isFirstRight: boolean;
  readonly seconds: number;
  readonly checks: number;
}

const MODES = ['without', 'with', 'poisoned'] as const;
type Mode = (typeof MODES)[number];

class Bench {
  readonly dir: string;
  readonly #ticks: string;
  readonly #mode: Mode;

  constructor(mode: Mode) {
    this.#mode = mode;
    this.dir = join(top, mode, 'repo');
    this.#ticks = join(top, mode, 'ticks');
    mkdirSync(this.dir, { recursive: true });
    this.git('init', '-q', '-b', 'main');
    this.#prepare();
  }

  git(...words: string[]): string {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    };
    return execFileSync('git', words, {
      cwd: this.dir,
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  commit(files: Readonly<Record<string, string>>, message: string): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, path)), { recursive: true });
      writeFileSync(join(this.dir, path), text);
    }
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
  }

  read(path: string): string {
    return readFileSync(join(this.dir, path), 'utf8');
  }

  /** What `lore lint` says of the lore branch and of what was merged. */
  lint(): string {
    this.git('switch', '-q', '--detach', 'dreamos/lore');
    this.git('merge', '-q', '--no-edit', 'main');
    const words = [join(OURS, 'src', 'entry', 'cli.ts'), 'lore', 'lint'];
    const ran = spawnSync(process.execPath, words, { cwd: this.dir, encoding: 'utf8' });
    this.git('switch', '-q', 'main');
    return (ran.stdout + ran.stderr).trim();
  }

  #prepare(): void {
    const tick = `echo x >> ${this.#ticks}`;
    const run = {
      test: 'node --test --test-isolation=none "test/*.test.js"',
      typecheck: `${tick}; node_modules/.bin/tsc --noEmit -p .`,
      lint: `${tick}; node_modules/.bin/biome lint --error-on-warnings lint`,
    };
    for (const [name, line] of Object.entries(run)) {
      const text = `detect: false\nsandbox: none\nflakyRuns: 1\nchecks:\n  ${name}: ${JSON.stringify(line)}\n`;
      writeFileSync(join(top, this.#mode, `${name}.yml`), text);
    }
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2022',
      types: [],
      lib: ['es2022'],
    };
    const rules = { correctness: { noUnusedImports: 'error' }, style: { useConst: 'error' } };
    mkdirSync(join(this.dir, 'node_modules', '.bin'), { recursive: true });
    symlinkSync(join(OURS, 'node_modules', 'typescript'), join(this.dir, 'node_modules', 'typescript'));
    symlinkSync(join(OURS, 'node_modules', '@biomejs'), join(this.dir, 'node_modules', '@biomejs'));
    symlinkSync('../typescript/bin/tsc', join(this.dir, 'node_modules', '.bin', 'tsc'));
    symlinkSync('../@biomejs/biome/bin/biome', join(this.dir, 'node_modules', '.bin', 'biome'));
    const modules = bugs.map(({ path, good, test }) => ({
      [path]: good,
      ...(test && { [test.path]: test.text }),
    }));
    this.commit(
      {
        'package.json': '{ "name": "made", "private": true, "type": "module" }\n',
        'tsconfig.json': `${JSON.stringify({ compilerOptions, include: ['types'] })}\n`,
        'biome.json': `${JSON.stringify({ linter: { rules: { recommended: false, ...rules } } })}\n`,
        '.gitignore': 'node_modules/\n',
        'tick.js': `import { appendFileSync } from 'node:fs';\n\nappendFileSync(${JSON.stringify(this.#ticks)}, 'x\\n');\n`,
        'src/base.js': "export const about = 'base';\n",
        'types/measure.ts': 'export const measure = (word: string): number => word.length;\n',
        ...Object.assign({}, ...modules),
      },
      'Begin',
    );
  }

  heal({ check }: MadeBug): { outcome: HealJson; runs: number } {
    rmSync(this.#ticks, { force: true });
    writeFileSync(this.#ticks, '');
    const lore = this.#mode === 'without' ? ['--no-lore'] : [];
    const config = join(top, this.#mode, `${check}.yml`);
    const words = [join(OURS, 'src', 'entry', 'cli.ts'), 'heal', '--json', '--config', config, ...lore];
    const env = { ...process.env, XDG_CACHE_HOME: join(top, this.#mode, 'cache') };
    const ran = spawnSync(process.execPath, words, { cwd: this.dir, encoding: 'utf8', env });
    if (ran.stdout === '') throw new Error(ran.stderr);
    return {
      outcome: JSON.parse(ran.stdout),
      runs: readFileSync(this.#ticks, 'utf8').split('\n').length - 1,
    };
  }
}

interface HealJson {
  readonly seconds: { readonly total: number; readonly checks: number };
  readonly incidents: readonly {
    readonly outcome: string;
    readonly fixer: string | null;
    readonly branch: string | null;
    readonly candidates: number;
    readonly attempts: readonly { readonly verdict: string }[];
    readonly lore: { readonly changed: readonly string[] };
  }[];
}

/** The code without what was tidied beside the bug. */
function toCore(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\/\*\*|^export const label|^$/.test(line))
    .join('\n');
}

function healOne(bench: Bench, bug: MadeBug, at: number): Healed {
  for (let n = 0; n < between; n++) bench.commit({ 'notes.md': `${at}.${n}\n` }, `Note ${at}.${n}`);
  bench.commit({ [bug.path]: bug.bad }, `Tidy ${bug.path}`);
  for (let n = 0; n < 2; n++) bench.commit({ 'later.md': `${at}.${n}\n` }, `Later ${at}.${n}`);
  const { outcome, runs } = bench.heal(bug);
  const [one] = outcome.incidents;
  if (one?.branch) bench.git('merge', '-q', '--no-ff', '-m', `Take ${one.branch}`, one.branch);
  const isRight = toCore(bench.read(bug.path)) === toCore(bug.good);
  bench.commit({ [bug.path]: bug.good }, `Settle ${bug.path}`);
  if (one?.branch) bench.git('branch', '-q', '-D', one.branch);
  const isHealed = one?.outcome === 'healed';
  process.stderr.write(
    `${at} ${bug.kind}: ${one?.outcome} ${one?.fixer} ${one?.candidates} candidates, ${runs} runs, ${outcome.seconds.total.toFixed(1)} s${isRight ? '' : ' WRONG'} ${one?.lore.changed.join('; ') ?? ''}\n`,
  );
  return {
    bug,
    isHealed,
    isRight,
    fixer: one?.fixer ?? null,
    candidates: one?.candidates ?? 0,
    runs,
    isFirstRight: isHealed && one.attempts[0]?.verdict === 'proved',
    seconds: outcome.seconds.total,
    checks: outcome.seconds.checks,
  };
}

function runMode(mode: Mode, seen: Bench | null): { bench: Bench; healed: readonly Healed[] } {
  const bench = new Bench(mode);
  if (mode === 'poisoned' && seen !== null) poison(bench, seen);
  return { bench, healed: bugs.map((bug, at) => healOne(bench, bug, at)) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** What every healing costs: diagnosis (a run, for a test one more) and proof (red, green, for a test green again). */
const fixedOf = ({ bug }: Healed) => (bug.check === 'test' ? 5 : 3);
/** Runs that looked for the fix, or for who broke it. */
const searchOf = (one: Healed) => Math.max(0, one.runs - fixedOf(one));

function row(name: string, mode: Mode, all: readonly Healed[]): string {
  const per = (value: number) => (value / Math.max(1, all.length)).toFixed(1);
  const share =
    sum(all.map(({ checks }) => checks)) / Math.max(0.001, sum(all.map(({ seconds }) => seconds)));
  const first = all.filter(({ isFirstRight }) => isFirstRight).length / Math.max(1, all.length);
  const cells = [
    name,
    mode,
    `${all.length}`,
    per(sum(all.map(({ candidates }) => candidates))),
    per(sum(all.map(searchOf))),
    per(sum(all.map(({ runs }) => runs))),
    per(sum(all.map(({ seconds }) => seconds))),
    `${Math.round(share * 100)} %`,
    `${Math.round(first * 100)} %`,
    `${all.filter(({ isHealed }) => !isHealed).length}`,
    `${all.filter(({ isHealed, isRight }) => isHealed && !isRight).length}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const results = new Map<Mode, readonly Healed[]>();
let seen: Bench | null = null;
for (const mode of MODES) {
  process.stderr.write(`${mode}\n`);
  const { bench, healed } = runMode(mode, seen);
  results.set(mode, healed);
  if (mode !== 'with') continue;
  seen = bench;
  process.stdout.write(`lint of what was written: ${bench.lint()}\n`);
}

const isCostly = results.get('without')?.map((one) => one.candidates + searchOf(one) >= 10) ?? [];
const kinds = new Set(bugs.map(({ kind }) => kind)).size;
const groups: [string, (at: number) => boolean][] = [
  ['costly, seen before', (at) => at >= kinds && (isCostly[at] ?? false)],
  ['costly, first of its kind', (at) => at < kinds && (isCostly[at] ?? false)],
  ['cheap, seen before', (at) => at >= kinds && !isCostly[at]],
  ['all', () => true],
];
console.log(
  `${bugs.length} bugs of ${kinds} kinds; ${POISONED} poisoned entries. Figures are means of one healing.\n`,
);
console.log(
  '| bugs | lore | of | candidates | runs that searched | runs in all | seconds | in checks | first right | lost | wrong |',
);
console.log(`|${' --- |'.repeat(11)}`);
for (const [name, accepts] of groups) {
  for (const mode of MODES)
    console.log(
      row(
        name,
        mode,
        (results.get(mode) ?? []).filter((_, at) => accepts(at)),
      ),
    );
}
rmSync(top, { recursive: true, force: true });
