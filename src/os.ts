import { existsSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Policy, Sandbox } from './adapters/sandbox/create-sandbox.ts';
import type { Environment } from './config/load-environment.ts';
import type { AppManifest } from './config/parse-app-manifest.ts';
import type { CommandContext, Project } from './domain/command.ts';
import type { Config } from './domain/config.ts';
import { CONFIG_HOME } from './domain/config-home.ts';
import { DreamError } from './domain/errors.ts';
import type { Ports, Progress, RunProcess } from './domain/ports.ts';
import { type CodeOrigin, type SandboxSetting, tighten } from './domain/sandbox.ts';
import { findLore } from './os/find-lore.ts';
import { importGit } from './os/import-git.ts';
import { parseConfig } from './os/parse-config.ts';

export { commands } from './commands/index.ts';

export { work } from './commands/work.ts';
export { loadAppEnvironment, loadEnvironment } from './config/load-environment.ts';
export { openSteward } from './os/open-steward.ts';
export { preloadWork } from './os/preload-work.ts';

/** Up to this level of the sandbox no check can write into borrowed packages. */
const WORST_SEALED = 3;

/** `app.yml`, which lies above `src/` and above the bundle. */
export async function loadAppManifest(): Promise<AppManifest> {
  const { parseAppManifest } = await import('./config/parse-app-manifest.ts');
  return parseAppManifest(await readFile(new URL('../app.yml', import.meta.url), 'utf8'));
}

export interface OsOptions {
  readonly environment: Environment;
  /** Folder that commands take relative paths from: `-C`, else where the user stands. */
  readonly cwd: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly version: string;
  readonly readStdin: () => Promise<string>;
  readonly lines: CommandContext['lines'];
  readonly write: CommandContext['write'];
}

interface Opening {
  readonly file: string | undefined;
  readonly workingTree: boolean;
  readonly fetch: boolean;
  readonly origin: CodeOrigin;
  readonly sandbox: SandboxSetting;
}

/** Said where the settings of a repository would let its code out on somebody else's machine. */
const NOT_LOOSENED =
  'sandbox: none is not heard here: whoever runs the app decides on that, so the checks are shut in where they can be';

/**
 * The composition root: the only place that knows concrete adapters. They are loaded when a command first needs them,
 * so that `--help` costs nothing.
 */
export async function createContext(options: OsOptions): Promise<CommandContext> {
  const { environment, cwd } = options;
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw new DreamError('not-found', `There is no folder ${cwd}.`, 'Check the path after -C.');
  const temp = join(tmpdir(), `dreamos-${process.getuid?.() ?? 'user'}`);
  const tempHome = join(temp, `home-${process.pid}`);
  const olderFolder = join(temp, `store-${process.pid}-older`);
  const treeFolder = join(temp, `store-${process.pid}-tree`);
  const boxFolder = join(temp, `sandbox-${process.pid}`);
  const child = {
    parent: environment.raw,
    home: environment.home,
    tempHome,
    nodeDir: dirname(process.execPath),
  };
  let runner: Promise<RunProcess> | null = null;
  const run: RunProcess = async (command, how) => {
    runner ??= import('./adapters/process/run-process.ts').then(({ createRunProcess }) =>
      createRunProcess(child),
    );
    return (await runner)(command, how);
  };
  let sandbox: Promise<Sandbox> | null = null;
  const openSandbox = () => {
    sandbox ??= Promise.all([
      import('./adapters/sandbox/create-sandbox.ts'),
      import('./adapters/sandbox/own-files.ts'),
      import('./adapters/process/child-environment.ts'),
    ]).then(([{ createSandbox }, { findOwnFiles }, { buildChildEnvironment }]) =>
      createSandbox({
        run,
        environment: buildChildEnvironment(child, false),
        home: environment.home,
        tempHome,
        folder: boxFolder,
        own: findOwnFiles(),
        known: join(environment.cacheDir, 'sandbox.json'),
      }),
    );
    return sandbox;
  };
  const toPolicy = (settings: Pick<Config, 'sandbox' | 'allow'>, origin: CodeOrigin): Policy => ({
    setting: settings.sandbox,
    origin,
    allow: settings.allow,
    note: options.progress.note,
  });
  const machine = { environment: environment.raw, home: environment.home };
  let installed = 0;
  let gitVersion: ReturnType<typeof readGitVersion> | null = null;
  const versions = async () => {
    gitVersion ??= readGitVersion(run, environment.raw, cwd);
    return { dreamos: options.version, node: process.versions.node, ...(await gitVersion) };
  };

  const open: CommandContext['open'] = async (
    path,
    { config: file, workingTree = false, fetch = false, origin = 'own', sandbox: least = 'none' } = {},
  ) => {
    return openProject(resolve(cwd, path), { file, workingTree, fetch, origin, sandbox: least });
  };

  const readText = async (path: string) => {
    const text = await readFile(resolve(cwd, path), 'utf8').catch(() => null);
    if (text === null) throw new DreamError('not-found', `${path} cannot be read.`, 'Check the path.');
    return text;
  };

  const readConfig = async (
    { history, head }: Pick<Project, 'history' | 'head'>,
    file: string | undefined,
  ) => {
    if (file !== undefined) return parseConfig(await readText(file), file);
    const text = await history.read(head, CONFIG_HOME);
    return parseConfig(text ?? '', `${CONFIG_HOME} (HEAD)`);
  };

  const openProject = async (
    path: string,
    { file, workingTree, fetch, origin, sandbox: least }: Opening,
  ): Promise<Project> => {
    const [git, { createDependencies }, { DiskRecords }] = await Promise.all([
      importGit(),
      import('./adapters/npm/dependencies.ts'),
      import('./adapters/engine/disk-records.ts'),
    ]);
    const env = git.toGitEnvironment(environment.raw);
    const found = await git.openRepository(path, env);
    const snapshot = workingTree
      ? await git.requireSnapshot({ repository: found, temp, env }, treeFolder)
      : null;
    const repository = snapshot === null ? found : git.withSnapshot(found, snapshot, env);
    const { root, prefix, head, objects, shallow } = repository;
    const older = fetch
      ? await git.deepen(found, env, { dir: olderFolder, lent: snapshot ? [snapshot.objects] : [] })
      : null;
    const isDeeper = older?.status === 'deepened';
    const history = new git.GitHistory({ repository, temp, env });
    const written = await readConfig({ history, head: found.head }, file);
    const settings = { ...written, sandbox: tighten(written.sandbox, least) };
    const isHeld = written.sandbox === 'none' && settings.sandbox !== 'none';
    const shutIn: RunProcess = async (command, options) => {
      guarded ??= openSandbox().then((box) => box.wrap(toPolicy(settings, origin)));
      return (await guarded)(command, options);
    };
    let guarded: Promise<RunProcess> | null = null;
    const dependencies = createDependencies({
      clone: root,
      cache: join(environment.cacheDir, 'dependencies'),
      run: shutIn,
      progress: options.progress,
      onInstalled: (ms) => {
        installed += ms;
      },
    });
    // A sandbox shows the packages read-only: there is nothing to look for.
    const inspect = async (packages: readonly string[], since: number) => {
      if (packages.length === 0) return [];
      const { level } = await (await openSandbox()).state(toPolicy(settings, origin));
      if (level <= WORST_SEALED) return [];
      const { findTouched, renderTouched } = await import('./adapters/npm/find-touched.ts');
      return [renderTouched(findTouched(packages, since)) ?? []].flat();
    };
    return {
      root,
      prefix,
      head,
      log: new git.GitLog(isDeeper ? older.git : repository.git),
      config: settings,
      origin,
      history,
      workspaces: new git.GitWorkspaces({
        objects,
        snapshot: snapshot?.objects,
        older: isDeeper ? older.objects : undefined,
        said: [...(older === null ? [] : [git.renderDeepened(older)]), ...(isHeld ? [NOT_LOOSENED] : [])],
        clone: root,
        isSparse: repository.tree !== null && existsSync(repository.tree.sparse),
        shallow: isDeeper ? older.shallow : shallow,
        temp,
        run: shutIn,
        env,
        dependencies,
        inspect,
      }),
      facts: new git.GitLoreFacts(repository.git),
      book: new git.LoreBranch({ repository, temp, env, branch: settings.lore.branch }),
      records: new DiskRecords({ cacheDir: environment.cacheDir, repository: root, now: () => new Date() }),
    };
  };

  const dispatch: CommandContext['dispatch'] = async (project, trigger) => {
    const [{ agents }, { InlineEngine }] = await Promise.all([
      import('./agents/index.ts'),
      import('./adapters/engine/inline-engine.ts'),
    ]);
    await project.workspaces.clean();
    const agent = agents.find((one) => one.accepts(trigger));
    if (!agent) throw new DreamError('internal', `No agent answers to ${trigger.kind}.`);
    const ports: Ports = {
      run: project.records.nextId(),
      workspaces: project.workspaces,
      history: project.history,
      log: project.log,
      lore: await findLore(null, project.root, environment, project.config.lore.branch),
      book: project.book,
      facts: project.facts,
      machine,
      progress: options.progress,
      clock: { now: () => Date.now() },
      parallel: availableParallelism(),
      versions: await versions(),
      sandbox: await (await openSandbox()).state(toPolicy(project.config, project.origin)),
      installMs: () => installed,
      signal: options.signal,
    };
    return new InlineEngine(project.records).start(agent, trigger, ports);
  };

  return {
    close: async () => {
      for (const folder of [tempHome, boxFolder, treeFolder, olderFolder])
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
    cwd,
    open,
    dispatch,
    run,
    parseConfig,
    loadYaml: async () => (await import('./config/load-config.ts')).parseYaml,
    readFile: readText,
    createFile: async (path, text) => {
      const { createFile } = await import('./adapters/files/create-file.ts');
      return createFile(resolve(cwd, path), text);
    },
    edit: async (text) => {
      const { editText } = await import('./adapters/process/edit-text.ts');
      return editText(text, {
        folder: temp,
        variables: environment.raw,
        isTerminal: process.stdin.isTTY === true,
      });
    },
    machine,
    readStdin: options.readStdin,
    lines: options.lines,
    write: options.write,
    lore: (folder) => findLore(folder === undefined ? null : resolve(cwd, folder), cwd, environment),
    progress: options.progress,
    signal: options.signal,
    sandbox: async () => (await openSandbox()).examine(),
    versions,
  };
}

async function readGitVersion(
  run: RunProcess,
  raw: Environment['raw'],
  cwd: string,
): Promise<{ git?: string }> {
  const { findGit, toTrustedPath } = await import('./adapters/git/trusted-settings.ts');
  const git = findGit(toTrustedPath(raw.PATH ?? raw.Path ?? ''));
  const ran = await run([git, '--version'], { cwd, timeoutMs: 10_000 });
  const version = /git version (\S+)/.exec(ran.output)?.[1];
  return version ? { git: version } : {};
}
