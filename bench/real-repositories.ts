import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

/**
 * Heals real repositories: takes folders of clones with their dependencies installed, breaks a copy of each by a module
 * error and by a lint error, heals it, and prints a table.
 *
 *   npm run build && node bench/real-repositories.ts [--break module|lint|none] <clone> ...
 */
const { values, positionals } = parseArgs({
  options: {
    break: { type: 'string', multiple: true },
    keep: { type: 'boolean' },
    budget: { type: 'string', default: '300' },
  },
  allowPositionals: true,
});
if (positionals.length === 0) {
  process.stderr.write(
    'Usage: node bench/real-repositories.ts [--break module|lint|none] [--budget seconds] <clone> ...\n',
  );
  process.exit(2);
}
const CLI = resolve(import.meta.dirname, '..', 'dist', 'dreamos.js');
const kinds = values.break ?? ['module', 'lint'];

const Answer = z.object({
  status: z.string(),
  incidents: z
    .array(
      z.object({
        outcome: z.string(),
        fixer: z.string().nullable(),
        candidates: z.number(),
        why: z.string(),
      }),
    )
    .default([]),
  seconds: z.object({ total: z.number(), checks: z.number(), installs: z.number() }).optional(),
  error: z.object({ message: z.string() }).optional(),
});

process.stdout.write(
  '| repository | break | status | fixer | candidates | checks s | own s |\n| --- | --- | --- | --- | --: | --: | --: |\n',
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

function measure(clone: string, kind: string): { cells: string[]; own: number | null } {
  const home = mkdtempSync(join(tmpdir(), 'dreamos-bench-'));
  const dir = join(home, basename(clone));
  try {
    execFileSync('git', ['clone', '-q', '--no-hardlinks', clone, dir]);
    if (existsSync(join(clone, 'node_modules')))
      symlinkSync(join(clone, 'node_modules'), join(dir, 'node_modules'));
    const broken = kind === 'none' ? 'nothing' : breakIt(dir, kind);
    if (broken === null)
      return { cells: [basename(clone), kind, 'could not be broken', '', '', '', ''], own: null };
    const ran = spawnSync(
      process.execPath,
      [CLI, '-C', dir, 'heal', '--json', '--quiet', '--budget', values.budget],
      { encoding: 'utf8', maxBuffer: 1e9 },
    );
    const answer = Answer.parse(JSON.parse(ran.stdout));
    const own = answer.seconds
      ? answer.seconds.total - answer.seconds.checks - answer.seconds.installs
      : null;
    if (answer.status !== 'healed' && answer.status !== 'green') {
      process.stderr.write(
        `${basename(clone)}, ${broken}: ${answer.error?.message ?? answer.incidents.map((one) => `${one.outcome}: ${one.why}`).join('; ')}\n`,
      );
    }
    const fixers = answer.incidents.map((one) => one.fixer ?? '-').join(', ');
    const candidates = answer.incidents.reduce((sum, one) => sum + one.candidates, 0);
    return {
      cells: [
        basename(clone),
        broken,
        answer.status,
        fixers,
        String(candidates),
        answer.seconds?.checks.toFixed(1) ?? '-',
        own?.toFixed(2) ?? '-',
      ],
      own,
    };
  } finally {
    if (values.keep) process.stderr.write(`kept ${dir}\n`);
    else rmSync(home, { recursive: true, force: true });
  }
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
  const tracked = execFileSync('git', ['ls-files', 'lib', 'src', '*.js', '*.ts'], {
    cwd: dir,
    encoding: 'utf8',
  }).split('\n');
  return tracked.filter(
    (file) => /^(src|lib)\/.*(?<!\.d)\.[cm]?[jt]s$/.test(file) && !/test|spec|fixture|deprecated/.test(file),
  );
}

/** A relative import whose path is misspelled. */
function moduleBreaks(dir: string): Edit[] {
  return sourcesOf(dir).flatMap((file) => {
    const found =
      /(?<=^(?!export \*).*(?:from |require\())(['"])(\.{1,2}\/[^'"]*[a-z]{4})((?:\.[cm]?[jt]s)?)\1/m.exec(
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

function isLintRed(dir: string): boolean {
  const { scripts = {} } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
    scripts?: Record<string, string>;
  };
  const script = ['lint', 'check:lint', 'lint:check'].find((name) => scripts[name]);
  return (
    script !== undefined &&
    spawnSync('npm', ['run', '--silent', script], { cwd: dir, stdio: 'ignore' }).status !== 0
  );
}
