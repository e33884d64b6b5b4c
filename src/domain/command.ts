import type * as z from 'zod';
import type { Config } from './config.ts';
import type { Outcome } from './outcome.ts';
import type {
  CommitLog,
  History,
  LoreBook,
  LoreFacts,
  LoreHome,
  Progress,
  Records,
  RunProcess,
  Workspaces,
} from './ports.ts';
import type { CodeOrigin, SandboxSetting, SandboxState } from './sandbox.ts';
import type { Machine } from './secrets.ts';
import type { Trigger } from './trigger.ts';

/** A repository that was found, with what the commands need of it. */
export interface Project {
  /** Absolute top folder of the working tree (of the git folder, when bare). */
  readonly root: string;
  /** Where the user stood, repository-relative with `/`; '' at the top. */
  readonly prefix: string;
  /** Full SHA of HEAD. */
  readonly head: string;
  readonly config: Config;
  readonly origin: CodeOrigin;
  readonly history: History;
  readonly log: CommitLog;
  readonly workspaces: Workspaces;
  readonly book: LoreBook;
  readonly facts: LoreFacts;
  readonly records: Records;
}

/** What a command may reach. One for all doors. */
export interface CommandContext {
  /** Removes what was made for this command in the temp folder. */
  close(): Promise<void>;
  /** Absolute folder to take relative paths from. */
  readonly cwd: string;
  /** Finds the repository of a folder. Throws `not-a-repository`, `no-commits` or `bad-config`. */
  open(
    path: string,
    options?: {
      config?: string | undefined;
      workingTree?: boolean | undefined;
      /** Older commits of a shallow clone are fetched for what looks back. */
      fetch?: boolean | undefined;
      /** Whose code it is: a stranger’s is not run where it cannot be shut in. */
      origin?: CodeOrigin | undefined;
      /** The least that holds whatever the settings say; left out: they decide alone. */
      sandbox?: SandboxSetting | undefined;
    },
  ): Promise<Project>;
  /** Hands a trigger to the agents. */
  dispatch(project: Project, trigger: Trigger): Promise<Outcome>;
  readonly run: RunProcess;
  /** The config of a text, or one `bad-config` error; `where` names it in messages. */
  parseConfig(text: string, where: string): Promise<Config>;
  /** A reader of YAML, as tolerant as its users need; it throws what the parser throws. */
  loadYaml(): Promise<(text: string) => unknown>;
  /** Text of a file; relative paths are taken from `cwd`. Throws `not-found`. */
  readFile(path: string): Promise<string>;
  /** Makes a file that is not there yet, with its folders. Throws `refused` when it is, `read-only` when it cannot. */
  createFile(path: string, text: string): Promise<void>;
  /** Lets the user change a text in an editor. Returns what was saved. Throws `bad-usage` where there is no terminal. */
  edit(text: string): Promise<string>;
  /** What is secret here beside what shows by its form. */
  readonly machine: Machine;
  /** All of standard input; '' when it is a terminal. */
  readStdin(): Promise<string>;
  /** Lines of standard input, each as soon as it is whole. */
  lines(): AsyncIterable<string>;
  /** Prints at once, for a command that answers more than once; resolves when more may be printed. */
  write(text: string): Promise<void>;
  /** Lore of the repository that one stands in, or of any folder. Throws `not-a-repository` or `not-found`. */
  lore(folder?: string): Promise<LoreHome>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** How well checks can be shut in on this machine; `why` says what a better level lacks, `hint` what to do about it. */
  sandbox(): Promise<SandboxState & { readonly why: string; readonly hint: string }>;
  /** Of `dreamos`, `node` and, where it was found, `git`. */
  versions(): Promise<Readonly<Record<string, string>>>;
}

/** What a command answers. A door prints `text` or `json`, and ends with `exit`. */
export interface Reply {
  readonly text: string;
  /** What `--json` prints: one object. */
  readonly json: unknown;
  /** 0 all is well, 1 a person is needed. Mistakes and faults are thrown. */
  readonly exit: 0 | 1 | 3;
}

/** One command for all four doors; help, completions and docs are made from it. Each key of `args` carries a description. */
export interface Command<Args extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Keys that are given by place, in order. The last may be an array. */
  readonly positionals: readonly string[];
  /** Key that takes everything after `--`; null when nothing may follow. */
  readonly rest: string | null;
  readonly args: Args;
  readonly right: 'chat' | 'operate' | 'approve';
  readonly examples: readonly string[];
  run(args: z.infer<Args>, context: CommandContext): Promise<Reply>;
}

/** Keeps the type of `args` with `run`, then forgets it so that commands fit into one list. */
export function defineCommand<Args extends z.ZodObject>(command: Command<Args>): Command {
  return command as unknown as Command;
}
