/** What a repository's settings may not say to a package manager that runs with the user's rights. */
export interface Tamed {
  readonly text: string;
  /** Names of what was left out, in the order of the file. */
  readonly dropped: readonly string[];
}

/** yarn 2 and newer: where packages come from and how they are laid out. Not `yarnPath` or `plugins`, which are programs. */
const MODERN_YARN =
  /^(?:nodeLinker|nm\w+|npm\w+|pnp(?!Unplugged|Data)\w+|packageExtensions|supportedArchitectures|checksumBehavior|compressionLevel|catalogs?|enable(?!Scripts)\w+|http\w*|network\w+|ca(?:FilePath)?|unsafeHttpWhitelist|logFilters|defaultProtocol|defaultSemverRangePrefix|approvedGitRepositories)$/;
const OLD_YARN = /^(?:(?:@[\w.-]+:)?registry|network-\w+|strict-ssl|ca|cafile|proxy|https-proxy)$/;
/** npm and pnpm: programs, hooks, and folders elsewhere. */
const NPM_REFUSED =
  /^(?:git|shell|script-shell|node-options|onload-script|init-module|prefix|cache|tmp|global|location|userconfig|globalconfig|(?:global-)?pnpmfile|[\w-]+-dir|dir|.*\\.*)$/i;

/**
 * Settings of a repository without those that name programs or folders of their own for an install. `name` is the file's name;
 * others pass as they are. Hooks of pnpm are files: they are not given at all.
 */
export function tameSettings(name: string, text: string): Tamed {
  if (name === '.yarnrc.yml') return keepBlocks(text, /^(\w+):/, (key) => MODERN_YARN.test(key));
  if (name === '.yarnrc') return keepBlocks(text, /^"?([^\s"]+)"?\s/, (key) => OLD_YARN.test(key));
  if (name === '.npmrc') return keepBlocks(text, /^\s*["']?([^\s=[\]"']+)/, (key) => !NPM_REFUSED.test(key));
  // The hooks' part in it is done; without them the sum would not fit.
  if (name === 'pnpm-lock.yaml') return { text: text.replace(/^pnpmfileChecksum:.*\n/m, ''), dropped: [] };
  return { text, dropped: [] };
}

/** Keeps the lines that begin with an accepted key, and what is indented below them; all else goes. */
function keepBlocks(text: string, start: RegExp, accepts: (key: string) => boolean): Tamed {
  const kept: string[] = [];
  const dropped: string[] = [];
  let isKept = false;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const key = start.exec(line)?.[1];
    if (key !== undefined) {
      isKept = accepts(key);
      if (!isKept) dropped.push(key);
    } else if (!/^\s/.test(line)) {
      isKept = false;
      dropped.push(line.slice(0, 40));
    }
    if (isKept) kept.push(line);
  }
  return { text: kept.map((line) => `${line}\n`).join(''), dropped };
}
