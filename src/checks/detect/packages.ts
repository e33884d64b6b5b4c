import * as z from 'zod';
import { globToTest } from '../glob.ts';

const Texts = z.record(z.string(), z.unknown()).transform((all) => {
  const texts = Object.entries(all).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
});
const Globs = z.array(z.string());

/** What we read of package.json. What does not fit is left out, for npm is tolerant too. */
const Manifest = z.object({
  name: z.string().optional().catch(undefined),
  packageManager: z.string().optional().catch(undefined),
  scripts: Texts.catch({}),
  dependencies: Texts.catch({}),
  devDependencies: Texts.catch({}),
  peerDependencies: Texts.catch({}),
  optionalDependencies: Texts.catch({}),
  workspaces: z.union([Globs, z.object({ packages: Globs }).transform(({ packages }) => packages)]).catch([]),
  'lint-staged': z.unknown().optional(),
  'simple-git-hooks': z.unknown().optional(),
  husky: z.unknown().optional(),
  prettier: z.unknown().optional(),
  eslintConfig: z.unknown().optional(),
  jest: z.unknown().optional(),
  mocha: z.unknown().optional(),
});

export interface PackageJson extends z.infer<typeof Manifest> {
  /** Ranges of all kinds of dependencies, by name. */
  readonly dependsOn: Readonly<Record<string, string>>;
}

/** A package that may have checks of its own. */
export interface Package {
  readonly name: string;
  /** Repository-relative; '' for the top. */
  readonly dir: string;
  readonly manifest: PackageJson;
}

/** Reads package.json; null when it is no JSON object. */
export function parsePackageJson(text: string): PackageJson | null {
  try {
    return toPackageJson(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return null;
  }
}

/** What a folder without a package.json has: nothing. */
export const NO_PACKAGE_JSON: PackageJson = toPackageJson({});

function toPackageJson(value: unknown): PackageJson {
  const manifest = Manifest.parse(value);
  const { optionalDependencies, peerDependencies, devDependencies, dependencies } = manifest;
  const dependsOn = { ...optionalDependencies, ...peerDependencies, ...devDependencies, ...dependencies };
  return { ...manifest, dependsOn };
}

const Workspace = z.object({ packages: Globs.catch([]) });

/** Globs of the folders that hold workspace packages, from package.json and from pnpm-workspace.yaml as it was parsed. */
export function workspaceGlobs(manifest: PackageJson | null, pnpmWorkspace: unknown): readonly string[] {
  const pnpm = Workspace.safeParse(pnpmWorkspace);
  return [...(manifest?.workspaces ?? []), ...(pnpm.success ? pnpm.data.packages : [])];
}

/** Workspace packages that show or try the others out; their checks are no part of what the others promise. */
const SHOWN =
  /(^|\/)(examples?|demos?|samples?|templates?|playgrounds?|fixtures?|benchmarks?|website|docs)(\/|$)/i;

/** True for a workspace package that is an example or the like. */
export function isShown(dir: string): boolean {
  return SHOWN.test(dir);
}

/** Folders of the package.json files that the globs name, in order; `!` takes away. */
export function workspaceDirs(dirs: readonly string[], globs: readonly string[]): string[] {
  const isNegative = (glob: string) => glob.startsWith('!');
  const wanted = globs.filter((glob) => !isNegative(glob)).map(globToTest);
  const unwanted = globs.filter(isNegative).map((glob) => globToTest(glob.slice(1)));
  return dirs.filter(
    (dir) => dir !== '' && wanted.some((test) => test(dir)) && !unwanted.some((test) => test(dir)),
  );
}

/** Folders whose package.json are material, not projects. */
const MATERIAL =
  /(^|\/)(node_modules|fixtures?|__fixtures__|__tests__|tests?|specs?|examples?|demos?|templates?|samples?|playground|e2e|benchmarks?|bench|vendor|dist|docs?|website)(\/|$)/i;

/** Where there is no package.json at the top: the projects a folder or two below. */
export function scatteredDirs(dirs: readonly string[]): string[] {
  const near = dirs.filter((dir) => dir !== '' && dir.split('/').length <= 2 && !MATERIAL.test(dir));
  return near.filter((dir) => !near.some((other) => other !== dir && dir.startsWith(`${other}/`)));
}
