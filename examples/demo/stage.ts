import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { styleText } from 'node:util';

const TOP = resolve(import.meta.dirname, '..', '..');
const COLOUR = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Where the demo plays: a temp folder, a voice, real repositories, the real command. */
export class Stage {
  readonly folder: string;
  readonly #started = Date.now();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), 'dreamos-demo-')));
  }

  seconds(): string {
    return ((Date.now() - this.#started) / 1000).toFixed(1);
  }

  title(name: string, tells: string): void {
    process.stdout.write(`\n${paint('bold', `Chapter ${name}`)}: ${tells}\n`);
  }

  say(text: string): void {
    process.stdout.write(`\n${paint('cyan', text)}\n`);
  }

  /** One line of what happens. */
  tell(line: string): void {
    process.stdout.write(`  ${line}\n`);
  }

  /** A page of markdown, without what readers do not see. */
  page(text: string): void {
    const lines = text.split('\n').filter((line) => !/^<!--.*-->$/.test(line));
    process.stdout.write(
      `\n${lines.map((line) => `  | ${line.replace(/ <!-- .* -->$/, '')}`.trimEnd()).join('\n')}\n`,
    );
  }

  /** A repository with one commit of the files; `packages` are borrowed from this project’s own node_modules. */
  async repository(
    name: string,
    files: Readonly<Record<string, string>>,
    packages: readonly string[] = [],
  ): Promise<string> {
    const dir = join(this.folder, name);
    for (const [path, text] of Object.entries({ ...files, '.gitignore': 'node_modules/\n' })) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    if (packages.length > 0) await mkdir(join(dir, 'node_modules', '.bin'), { recursive: true });
    for (const pack of packages)
      await symlink(join(TOP, 'node_modules', pack), join(dir, 'node_modules', pack), 'junction');
    if (packages.includes('typescript')) {
      await symlink('../typescript/bin/tsc', join(dir, 'node_modules', '.bin', 'tsc'));
    }
    git(dir, 'init', '-q', '-b', 'main');
    git(dir, 'add', '-A');
    git(dir, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'Start');
    return dir;
  }

  /** One more commit by somebody. */
  async commit(
    dir: string,
    files: Readonly<Record<string, string>>,
    message: string,
    author: string,
  ): Promise<void> {
    for (const [path, text] of Object.entries(files)) await writeFile(join(dir, path), text);
    git(dir, 'add', '-A');
    const who = ['-c', `user.name=${author}`, '-c', `user.email=${author.toLowerCase()}@example.com`];
    git(dir, ...who, 'commit', '-q', '-m', message);
  }

  /** Types a command and shows what it prints; fails when it does not end with `exit`. */
  async type(dir: string, words: readonly string[], exit: number): Promise<void> {
    process.stdout.write(`\n${paint('bold', `$ dreamos ${words.join(' ')}`)}\n`);
    const got = await run([join(TOP, 'src', 'entry', 'cli.ts'), ...words], dir);
    if (got !== exit) throw new Error(`dreamos ${words.join(' ')} ended with exit ${got}, not ${exit}`);
  }

  /** Shows a git command. */
  show(dir: string, ...args: string[]): string {
    process.stdout.write(`\n${paint('bold', `$ git ${args.join(' ')}`)}\n`);
    const out = git(dir, '--no-pager', '-c', 'color.ui=never', ...args);
    process.stdout.write(out);
    return out;
  }

  /** Our branches with fixes, the oldest first. */
  fixBranches(dir: string): string[] {
    const list = ['branch', '--list', '--format=%(refname:short)', '--sort=committerdate'];
    return this.ask(dir, ...list, 'dreamos/fix/*')
      .split('\n')
      .filter(Boolean);
  }

  ask(dir: string, ...args: string[]): string {
    return git(dir, ...args).trim();
  }
}

function paint(style: 'bold' | 'cyan', text: string): string {
  return COLOUR ? styleText(style, text, { validateStream: false }) : text;
}

function git(dir: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: dir, encoding: 'utf8' });
}

function run(args: readonly string[], cwd: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
