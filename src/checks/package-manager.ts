import type { PackageJson } from './detect/packages.ts';

export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Who installs a repository's dependencies, and who runs its scripts here. */
export interface PackageManager {
  /** Null when there is no package.json. */
  readonly name: PackageManagerName | null;
  /** As package.json pins it; null when it does not. */
  readonly version: string | null;
  /** Name of the lockfile beside package.json. */
  readonly lockfile: string | null;
  /** Runs the scripts: `name`, or npm when that is not installed on this machine. */
  readonly runner: PackageManagerName;
  readonly why: string;
}

/** Later ones are more often left over from before a move. */
const LOCKFILES: readonly (readonly [file: string, name: PackageManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/** Finds the package manager of the package in `dir` ('' for the top) from its pin, then its lockfile. */
export async function detectPackageManager(
  has: (path: string) => boolean,
  dir: string,
  manifest: PackageJson | null,
  available: (program: string) => Promise<boolean>,
): Promise<PackageManager> {
  if (manifest === null) {
    return { name: null, version: null, lockfile: null, runner: 'npm', why: 'there is no package.json' };
  }
  const found = LOCKFILES.filter(([file]) => has(dir === '' ? file : `${dir}/${file}`));
  const pin = parsePin(manifest.packageManager);
  const name = pin?.name ?? found[0]?.[1] ?? 'npm';
  const lockfile = found.find(([, owner]) => owner === name)?.[0] ?? null;
  const others = found.filter(([, owner]) => owner !== name).map(([file]) => file);
  const isHere = name === 'npm' || (await available(name));
  const why = [
    pin ? `package.json pins ${name}@${pin.version}` : (lockfile ?? 'no lockfile: npm is the default'),
    ...(others.length > 0 ? [`${others.join(', ')} left aside`] : []),
    ...(isHere ? [] : [`${name} is not installed here, so npm runs the scripts`]),
  ];
  return {
    name,
    version: pin?.version ?? null,
    lockfile,
    runner: isHere ? name : 'npm',
    why: why.join('; '),
  };
}

/** The command line that runs a script of package.json. */
export function renderScriptRun(runner: PackageManagerName, script: string): string {
  if (runner !== 'npm') return `${runner} run ${script}`;
  return script === 'test' ? 'npm test' : `npm run --silent ${script}`;
}

/** The command line that runs a tool from the dependencies, and never fetches one. */
export function renderToolRun(line: string): string {
  return `npx --no-install ${line}`;
}

function parsePin(pin: string | undefined): { name: PackageManagerName; version: string } | null {
  const [, name, version] = /^(npm|pnpm|yarn|bun)@([^+\s]+)/.exec(pin ?? '') ?? [];
  return name && version ? { name: name as PackageManagerName, version } : null;
}
