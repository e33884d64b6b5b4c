import { simpleGit } from 'simple-git';
import { DreamError } from '../../domain/errors.ts';
import { findGit, TRUSTED_SETTINGS, toTransportEnvironment } from './trusted-settings.ts';

/** Who writes what we write. */
export const IDENTITY = { name: 'Dream.OS', email: 'dreamos@noreply.invalid' };

/** Our name for `fetch` and `update-ref` as one command; see deliver.ts. */
export const DELIVER = 'dreamos-deliver';

/** Commands that speak with another repository. */
const REMOTE: ReadonlySet<string> = new Set(['fetch', 'push', DELIVER]);

/** Longest silence of one git command, milliseconds. One that may take longer is asked to tell how far it is. */
const SILENCE_MS = 120_000;

/** How long a command may take that takes longer than others. */
export interface GitPatience {
  readonly silenceMs: number;
  /** In all, however much it says. */
  readonly totalMs: number;
  /** Ends it before that. */
  readonly signal?: AbortSignal | undefined;
}

export interface GitPlace {
  /** Absolute folder to run in. */
  readonly dir: string;
  /** Git folder when it is not the one that git finds from `dir`. */
  readonly gitDir?: string;
  readonly indexFile?: string;
  /** What may be fetched and pushed by; `file` alone by default. */
  readonly protocols?: readonly string[];
  /** Settings of the user's that are no danger and that reading the working tree needs: `key=value`. */
  readonly settings?: readonly string[];
  readonly patience?: GitPatience;
}

export interface Git {
  readonly place: GitPlace;
  /** Standard output as text, unchanged. Throws `git-failed`. */
  text(args: readonly string[], input?: string): Promise<string>;
  /** Standard output, trimmed; null when git exits other than 0. */
  word(args: readonly string[]): Promise<string | null>;
  /** Standard output of `git cat-file <args>` as bytes. */
  catFile(args: readonly string[], input?: string): Promise<Buffer>;
}

/** The git program by simple-git, with a configuration that we trust. */
export function openGit(place: GitPlace, env: Readonly<Record<string, string>>): Git {
  const client = (input?: string, isRemote = false) =>
    simpleGit({
      baseDir: place.dir,
      binary: findGit(env.PATH ?? env.Path ?? ''),
      config: [...TRUSTED_SETTINGS, ...(place.settings ?? [])],
      trimmed: false,
      timeout: { block: place.patience?.silenceMs ?? SILENCE_MS },
      ...(place.patience && { abort: toAbort(place.patience) }),
      completion: { onClose: true, onExit: false },
      input: () => input,
      errors: (error, result) => (result.exitCode === 0 ? error : (error ?? Buffer.concat(result.stdErr))),
      allowEnvironment: Object.keys(gitEnv(place, env, isRemote)).filter((key) => key.startsWith('GIT_')),
      unsafe: {
        allowUnsafeCustomBinary: true,
        allowUnsafeUrlRewrite: true,
        allowUnsafeAlias: true,
        allowUnsafeHooksPath: true,
        allowUnsafeFsMonitor: true,
        allowUnsafeConfigPaths: true,
        allowUnsafeTemplateDir: true,
        allowUnsafePack: true,
        allowUnsafeConfigEnvCount: true,
      },
    }).env(gitEnv(place, env, isRemote));
  const text = async (args: readonly string[], input?: string) => {
    try {
      return await client(input, REMOTE.has(args[0] ?? '')).raw([...args]);
    } catch (error) {
      throw gitError(args, error);
    }
  };
  return {
    place,
    text,
    word: (args) =>
      text(args).then(
        (out) => out.trim(),
        () => null,
      ),
    catFile: async (args, input) => {
      try {
        return (await client(input).binaryCatFile([...args])) as Buffer;
      } catch (error) {
        throw gitError(['cat-file', ...args], error);
      }
    },
  };
}

function gitEnv(
  place: GitPlace,
  env: Readonly<Record<string, string>>,
  isRemote: boolean,
): Record<string, string> {
  return {
    ...env,
    ...toTransportEnvironment(isRemote ? (place.protocols ?? ['file']) : []),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // simple-git waits 50 ms more for a command that printed nothing at all: each says its name on standard error.
    GIT_TRACE: '1',
    GIT_TRACE_BARE: '1',
    GIT_AUTHOR_NAME: IDENTITY.name,
    GIT_AUTHOR_EMAIL: IDENTITY.email,
    GIT_COMMITTER_NAME: IDENTITY.name,
    GIT_COMMITTER_EMAIL: IDENTITY.email,
    ...(place.gitDir ? { GIT_DIR: place.gitDir, GIT_WORK_TREE: place.dir } : {}),
    ...(place.indexFile ? { GIT_INDEX_FILE: place.indexFile } : {}),
  };
}

/** What simple-git says when we had it end a command. */
const ENDED_BY_US: ReadonlyMap<string, string> = new Map([
  ['block timeout reached', 'it said nothing for too long'],
  ['Abort signal received', 'it took too long'],
]);

function toAbort({ totalMs, signal }: GitPatience): AbortSignal {
  const late = AbortSignal.timeout(totalMs);
  return signal === undefined ? late : AbortSignal.any([signal, late]);
}

function gitError(args: readonly string[], error: unknown): DreamError {
  const said = error instanceof Error ? error.message : String(error);
  const lines = said.split(/[\r\n]/).filter((one) => one.trim() !== '' && !one.startsWith('trace: '));
  // Before it says what went wrong it may tell how far it came.
  const first = lines.find((one) => /^(?:fatal|error): /.test(one)) ?? lines[0] ?? '';
  const line = ENDED_BY_US.get(first) ?? first;
  return new DreamError('git-failed', `git ${args.slice(0, 3).join(' ')} failed: ${line.trim()}`, '', {
    cause: error,
  });
}
