import { createProgress } from '../adapters/log/terminal-progress.ts';
import type { Command, Reply } from '../domain/command.ts';
import { DreamError, exitCodeOf } from '../domain/errors.ts';
import { commands, createContext, loadEnvironment } from '../os.ts';
import { COMPLETIONS_HELP, renderCompletions } from './completions.ts';
import { renderCommandHelp, renderGroupHelp, renderHelp } from './help.ts';
import { parseWords, type Words } from './parse-words.ts';
import { version } from './version.ts';

/** Translates words into a command, prints its reply, and ends with its exit code. Decides nothing. */
async function main(argv: readonly string[]): Promise<number> {
  const environment = loadEnvironment();
  let words: Words | null = null;
  try {
    words = parseWords(argv, commands);
    if (words.kind === 'command') return await runCommand(words.command, words, environment);
    const text = textFor(words);
    return print(asksJson(argv) ? `${JSON.stringify({ text }, null, 2)}\n` : text, 0);
  } catch (error) {
    return fail(error, words?.kind === 'command' ? words.json : asksJson(argv));
  }
}

function asksJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json');
}

/** What is only text: help, the version, a shell's completions. */
function textFor(words: Exclude<Words, { kind: 'command' }>): string {
  switch (words.kind) {
    case 'version':
      return `dreamos ${version}\n`;
    case 'help':
      return words.command ? renderCommandHelp(words.command) : renderHelp(commands);
    case 'group-help':
      return renderGroupHelp(words.group, commands);
    case 'completions':
      return renderCompletions(words.shell, commands);
    case 'completions-help':
      return COMPLETIONS_HELP;
  }
}

async function runCommand(
  command: Command,
  words: Extract<Words, { kind: 'command' }>,
  environment: ReturnType<typeof loadEnvironment>,
): Promise<number> {
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const live = process.stderr.isTTY === true && !environment.ci && !words.quiet;
  const progress = createProgress({
    write: words.quiet ? () => {} : (text) => void process.stderr.write(text),
    live,
    colour:
      environment.colour === 'always' || (environment.colour === 'auto' && process.stderr.isTTY === true),
    width: process.stderr.columns ?? 120,
    now: Date.now,
  });
  const context = await createContext({
    environment,
    cwd: words.directory ?? environment.cwd,
    progress,
    signal: interrupt.signal,
    version,
    readStdin,
    lines: readLines,
    write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  });
  try {
    const reply = await Promise.race([command.run(words.args, context), interrupted(interrupt.signal)]);
    return print(words.json ? `${JSON.stringify(reply.json, null, 2)}\n` : reply.text, reply.exit);
  } finally {
    await context.close();
  }
}

/** A run that was interrupted gets some time to end what it started and to remove its temp folders. */
function interrupted(signal: AbortSignal): Promise<Reply> {
  const GRACE_MS = 5000;
  return new Promise((_, fail) => {
    const give = () =>
      fail(
        new DreamError(
          'interrupted',
          'Interrupted; nothing was written.',
          'What was left in temp goes with: dreamos clean',
        ),
      );
    signal.addEventListener('abort', () => setTimeout(give, GRACE_MS).unref(), { once: true });
  });
}

function print(text: string, exit: number): number {
  process.stdout.write(text);
  return exit;
}

function fail(error: unknown, json: boolean): number {
  const exit = exitCodeOf(error);
  const known = error instanceof DreamError;
  const code = known ? error.code : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  const hint = known
    ? error.hint
    : 'This is a fault of ours. Please report it with the command that you typed.';
  if (json) {
    const status = code === 'refused' ? 'refused' : 'error';
    process.stdout.write(`${JSON.stringify({ status, error: { code, message, hint } }, null, 2)}\n`);
  } else {
    process.stderr.write(`dreamos: ${message}${hint ? `\n  ${hint}` : ''}\n`);
    if (!known && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  }
  return exit;
}

async function* readLines(): AsyncGenerator<string> {
  const { createInterface } = await import('node:readline');
  yield* createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

// Whoever reads our output may stop reading (`| head`): that is no fault, and nobody is left to be told.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

process.exitCode = await main(process.argv.slice(2));
