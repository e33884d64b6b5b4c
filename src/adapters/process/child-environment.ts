import { existsSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';

type Variables = Readonly<Record<string, string>>;

export interface ChildEnvironmentOptions {
  /** Every variable of our own process. */
  readonly parent: Variables;
  /** The user's home folder. */
  readonly home: string;
  /** Home folder of checks: empty, and not the user's. */
  readonly tempHome: string;
  /** Folder with a `node`, put last on PATH when nothing else there has one; null to leave that out. */
  readonly nodeDir: string | null;
}

const PLAIN = ['LANG', 'LANGUAGE', 'TZ', 'USER', 'LOGNAME', 'SHELL'];
const CERTIFICATES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
const WINDOWS = [
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'OS', 'USERNAME', 'NUMBER_OF_PROCESSORS'],
  ...['PROCESSOR_ARCHITECTURE', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMDATA', 'COMMONPROGRAMFILES'],
];
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'];
/** What a user's .npmrc or .yarnrc.yml usually interpolates. Its home folder, with the same secrets, is there as well. */
const REGISTRY = ['NPM_TOKEN', 'NODE_AUTH_TOKEN'];

/** npm sets these for the script it runs; handed on, they would speak of our package, or silence the user's errors. */
const SET_BY_NPM_RUN = new Set(
  [
    'local_prefix',
    'global_prefix',
    'prefix',
    'loglevel',
    'user_agent',
    'node_gyp',
    'init_module',
    'json',
  ].map((key) => `npm_config_${key}`),
);

/** Version managers' shims look below HOME, which is not the user's in a check: the place is named to them instead. */
const TOOL_HOMES: readonly (readonly [variable: string, below: string])[] = [
  ['VOLTA_HOME', '.volta'],
  ['ASDF_DIR', '.asdf'],
  ['ASDF_DATA_DIR', '.asdf'],
  ['MISE_DATA_DIR', '.local/share/mise'],
  ['PROTO_HOME', '.proto'],
  ['NVM_DIR', '.nvm'],
  ['COREPACK_HOME', '.cache/node/corepack'],
  ['YARN_GLOBAL_FOLDER', '.yarn/berry'],
];

const QUIET: Variables = {
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
  npm_config_audit: 'false',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
  YARN_ENABLE_TELEMETRY: '0',
};

/** No word on colours: output is no terminal, and a repository's own tests of colour would turn red by NO_COLOR. */
const AS_IN_CI: Variables = { CI: 'true', TERM: 'dumb', ...QUIET };

/**
 * The environment of a command, built from an allow-list: no token, nothing of NODE_OPTIONS, GIT_* or npm's own
 * variables gets through. `trusted` (the install step) keeps the user's home, proxies and package-manager settings.
 */
export function buildChildEnvironment(
  options: ChildEnvironmentOptions,
  trusted: boolean,
): Record<string, string> {
  const { parent } = options;
  const path = childPath(options);
  const kept = pick(parent, (name) => isAllowed(name, trusted, 'npm_lifecycle_event' in parent));
  return {
    ...kept,
    ...(trusted ? trustedHome(options) : temporaryHome(options)),
    ...toolHomes(options),
    ...AS_IN_CI,
    GIT_TERMINAL_PROMPT: '0',
    PATH: path,
  };
}

function isAllowed(name: string, trusted: boolean, inNpmRun: boolean): boolean {
  const upper = name.toUpperCase();
  if (PLAIN.includes(name) || name.startsWith('LC_') || CERTIFICATES.includes(name)) return true;
  if (process.platform === 'win32' && WINDOWS.includes(upper)) return true;
  if (!trusted) return false;
  if (PROXIES.includes(upper) || REGISTRY.includes(name)) return true;
  if (/^(npm_config_|pnpm_config_|yarn_)/i.test(name)) return !(inNpmRun && SET_BY_NPM_RUN.has(name));
  return upper === 'PNPM_HOME' || upper === 'SSH_AUTH_SOCK' || /^XDG_\w+_HOME$/.test(name);
}

function trustedHome({ home, tempHome }: ChildEnvironmentOptions): Variables {
  return { HOME: home, USERPROFILE: home, ...temporaryFolder(tempHome) };
}

function temporaryHome({ tempHome }: ChildEnvironmentOptions): Variables {
  return {
    HOME: tempHome,
    USERPROFILE: tempHome,
    ...(process.platform === 'win32' && {
      APPDATA: join(tempHome, 'AppData', 'Roaming'),
      LOCALAPPDATA: join(tempHome, 'AppData', 'Local'),
    }),
    XDG_CONFIG_HOME: join(tempHome, '.config'),
    XDG_CACHE_HOME: join(tempHome, '.cache'),
    XDG_DATA_HOME: join(tempHome, '.local', 'share'),
    XDG_STATE_HOME: join(tempHome, '.local', 'state'),
    GIT_CONFIG_NOSYSTEM: '1',
    // pnpm would else fetch the version that package.json names, for each run.
    npm_config_manage_package_manager_versions: 'false',
    ...temporaryFolder(tempHome),
  };
}

function temporaryFolder(tempHome: string): Variables {
  const folder = join(tempHome, 'tmp');
  return process.platform === 'win32' ? { TEMP: folder, TMP: folder } : { TMPDIR: folder };
}

function toolHomes({ parent, home }: ChildEnvironmentOptions): Variables {
  const found: Record<string, string> = {};
  for (const [variable, below] of TOOL_HOMES) {
    const folder = parent[variable] ?? join(home, below);
    if (existsSync(folder)) found[variable] = folder;
  }
  return found;
}

/**
 * PATH without what `npm run` put in front of it for the package that it ran us from: the repository's checks must not
 * meet that package's tools. A usable `node` stays.
 */
function childPath({ parent, nodeDir }: ChildEnvironmentOptions): string {
  const given = parent.PATH ?? parent.Path ?? parent.path ?? '';
  const folders = given.split(delimiter).filter((folder) => folder !== '');
  const kept = 'npm_lifecycle_event' in parent ? folders.filter((folder) => !isPutByNpm(folder)) : folders;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const hasNode = kept.some((folder) => existsSync(join(folder, program)));
  return (hasNode || nodeDir === null ? kept : [...kept, nodeDir]).join(delimiter);
}

function isPutByNpm(folder: string): boolean {
  const parts = folder.split(sep).filter((part) => part !== '');
  const [parent, last] = parts.slice(-2);
  return (parent === 'node_modules' && last === '.bin') || last === 'node-gyp-bin';
}

function pick(variables: Variables, accepts: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => accepts(name)));
}
