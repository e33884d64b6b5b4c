import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { regressionBreaks } from './regressions.ts';

/**
 * Heals real repositories: takes folders of clones with their dependencies installed, breaks a copy of each by a module
 * error, by a lint error, and by an old fix of its own that is taken back, heals it, and prints a table.
 *
 *   npm run build && node bench/real-repositories.ts [--break module|lint|regression|none] <clone> ...
 */
const { values, positionals } = parseArgs({
  options: {
    break: { type: 'string', multiple: true },
    keep: { type: 'boolean' },
    budget: { type: 'string', default: '300' },
    cli: { type: 'string', default: resolve(import.meta.dirname, '..', 'dist', 'dreamos.js') },
  },
  allowPositionals: true,
});
if (positionals.length === 0) {
  process.stderr.write(
    'Usage: node bench/real-repositories.ts [--break module|lint|regression|none] [--budget seconds] [--cli file] <clone> ...\n',
  );
  process.exit(2);
}
const kinds = values.break ?? ['module', 'lint', 'regression'];
/** Old fixes that are taken back until the repository's own tests notice one. */
const MOST_UNNOTICED = 6;

const Answer = z.object({
  status: z.string(),
  incidents: z
    .array(
      z.object({
        outcome: z.string(),
        fixer: z.string().nullable(),
        candidates: z.number(),
        why: z.string(),
        culprit: z.object({ sha: z.string(), runs: z.number(), searched: z.number() }).nullable(),
      }),
    )
    .default([]),
  seconds: z.object({ total: z.number(), checks: z.number(), installs: z.number() }).optional(),
  error: z.object({ message: z.string() }).optional(),
});

type Answer = z.infer<typeof Answer>;

const Checks = z.object({
  checks: z.array(z.object({ kind: z.string(), run: z.string(), cwd: z.string() })),
});

process.stdout.write(
  '| repository | break | status | fixer | candidates | checks s | own s | culprit named | its runs |\n| --- | --- | --- | --- | --: | --: | --: | --- | --- |\n',
);
const owns: number[] = [];
for (const clone of positionals) {
  for (const kind of kinds) {
    const row = measure(resolve(clone), kind);
    if (row.own !== null) owns.push(row.own);
    process.stdout.write(`| ${row.cells.join(' | ')} |\n`);
  }
}
owns.sort((a, b) => a - b);
process.stdout.write(
  `\nown seconds beyond the checks: median ${owns[Math.floor(owns.length / 2)]?.toFixed(2) ?? '-'} of ${owns.length}\n`,
);

interface Row {
  readonly cells: readonly string[];
  /** Seconds beyond the checks. */
  readonly own: number | null;
}

function measure(clone: string, kind: string): Row {
  const home = mkdtempSync(join(tmpdir(), 'dreamos-bench-'));
  const dir = join(home, basename(clone));
  try {
    execFileSync('git', ['clone', '-q', '--no-hardlinks', clone, dir]);
    if (existsSync(join(clone, 'node_modules')))
      symlinkSync(join(clone, 'node_modules'), join(dir, 'node_modules'));
    if (kind === 'regression') return measureRegression(dir);
    const broken = kind === 'none' ? 'nothing' : breakIt(dir, kind);
    return broken === null ? unbroken(dir, kind) : toRow(dir, broken, healIt(dir), null);
  } finally {
    if (values.keep) process.stderr.write(`kept ${dir}\n`);
    else rmSync(home, { recursive: true, force: true });
  }
}

/** Takes back old fixes, one at a time, until the tests of today notice one. */
function measureRegression(dir: string): Row {
  let tried = 0;
  for (const one of regressionBreaks(dir)) {
    const culprit = one.make();
    const answer = healIt(dir);
    if (answer.status !== 'green') return toRow(dir, one.what.replaceAll('|', '/'), answer, culprit);
    process.stderr.write(`${basename(dir)}, ${one.what}: not noticed\n`);
    if (++tried === MOST_UNNOTICED) break;
  }
  return unbroken(dir, 'regression');
}

function healIt(dir: string): Answer {
  const words = [values.cli, '-C', dir, 'heal', '--json', '--quiet', '--budget', values.budget];
  const ran = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1e9 });
  return Answer.parse(JSON.parse(ran.stdout));
}

function unbroken(dir: string, kind: string): Row {
  return { cells: [basename(dir), kind, 'could not be broken', '', '', '', '', '', ''], own: null };
}

/** `culprit` is the commit that should be named; null when history knows nothing of the break. */
function toRow(dir: string, broken: string, answer: Answer, culprit: string | null): Row {
  const { incidents, seconds } = answer;
  const own = seconds ? seconds.total - seconds.checks - seconds.installs : null;
  if (answer.status !== 'healed' && answer.status !== 'green') {
    process.stderr.write(
      `${basename(dir)}, ${broken}: ${answer.error?.message ?? incidents.map((one) => `${one.outcome}: ${one.why}`).join('; ')}\n`,
    );
  }
  const named = incidents.flatMap((one) => one.culprit ?? []);
  const cells = [
    basename(dir),
    broken,
    answer.status,
    incidents.map((one) => one.fixer ?? '-').join(', '),
    String(incidents.reduce((sum, one) => sum + one.candidates, 0)),
    seconds?.checks.toFixed(1) ?? '-',
    own?.toFixed(2) ?? '-',
    culprit === null ? '' : named.some((one) => one.sha === culprit) ? 'yes' : 'no',
    named.map((one) => `${one.runs} over ${one.searched}`).join(', '),
  ];
  return { cells, own };
}

/** Breaks the checkout and commits; says how, or null when nothing that it knows breaks it. */
function breakIt(dir: string, kind: string): string | null {
  for (const edit of kind === 'module' ? moduleBreaks(dir) : lintBreaks(dir)) {
    const before = readFileSync(join(dir, edit.file), 'utf8');
    writeFileSync(join(dir, edit.file), edit.text(before));
    if (kind !== 'lint' || isLintRed(dir)) {
      execFileSync(
        'git',
        [
          '-c',
          'user.name=Bench',
          '-c',
          'user.email=bench@example.com',
          '-c',
          'core.hooksPath=/dev/null',
          'commit',
          '-qam',
          'Break it',
        ],
        { cwd: dir },
      );
      return `${edit.what} in ${edit.file}`;
    }
    writeFileSync(join(dir, edit.file), before);
  }
  return null;
}

interface Edit {
  readonly file: string;
  readonly what: string;
  readonly text: (before: string) => string;
}

function sourcesOf(dir: string): string[] {
  const tracked = execFileSync('git', ['ls-files', 'lib', 'src', 'packages', '*.js', '*.ts'], {
    cwd: dir,
    encoding: 'utf8',
  }).split('\n');
  return tracked.filter(
    (file) =>
      /^(packages\/[^/]+\/)?(src|lib)\/.*(?<!\.d)\.[cm]?[jt]s$/.test(file) &&
      !/test|spec|fixture|deprecated/.test(file),
  );
}

/** A relative import whose path is misspelled. */
function moduleBreaks(dir: string): Edit[] {
  return sourcesOf(dir).flatMap((file) => {
    const found =
      /(?<=^(?!export \*|\s*[*/]).*(?:from |require\())(['"])(\.{1,2}\/[^'"]*[a-z]{4})((?:\.[cm]?[jt]s)?)\1/m.exec(
        readFileSync(join(dir, file), 'utf8'),
      );
    if (!found) return [];
    const [whole, quote = '', path = '', extension = ''] = found;
    return [
      {
        file,
        what: 'misspelled import',
        text: (before: string) => before.replace(whole, `${quote}${path}s${extension}${quote}`),
      },
    ];
  });
}

/** Things that linters commonly forbid; the first that turns the lint check red is taken. */
function lintBreaks(dir: string): Edit[] {
  return sourcesOf(dir)
    .slice(0, 3)
    .flatMap((file) => [
      { file, what: 'var and unused', text: (before: string) => `${before.trimEnd()}\n\nvar leftOver = 1\n` },
      {
        file,
        what: 'loose layout',
        text: (before: string) => before.replace(/^( +)(?=\S)/m, '$1   ').replace(/;$/m, ' ;'),
      },
    ]);
}

/** Whether one of the checks of layout or lint, as we find them, is red. */
function isLintRed(dir: string): boolean {
  const words = [values.cli, '-C', dir, 'checks', '--json'];
  const found = spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout;
  const { checks } = Checks.parse(JSON.parse(found));
  return checks
    .filter(({ kind }) => kind === 'lint' || kind === 'format')
    .some(
      ({ run, cwd }) => spawnSync(run, { cwd: join(dir, cwd), shell: true, stdio: 'ignore' }).status !== 0,
    );
}
