import type { Check } from '../../domain/report.ts';
import { type PackageManager, renderScriptRun, renderToolRun } from '../package-manager.ts';
import type { FileIndex } from './file-index.ts';
import { type Kind, toolOf } from './known-tools.ts';
import { isShown, type Package, type PackageJson } from './packages.ts';
import { NOT_ENFORCED, type PickedScript, pickScripts, type Skipped, toSlug } from './pick-scripts.ts';
import { splitLine, toRawWords, unquoteWord } from './shell-line.ts';
import { findToolCheck, type ToolSite } from './tool-checks.ts';

/** A package that stands for itself, with the workspace packages that are installed with it. */
export interface Project {
  readonly top: Package;
  readonly members: readonly Package[];
  readonly manager: PackageManager;
}

export interface ProjectChecks {
  readonly checks: readonly Check[];
  readonly skipped: readonly Skipped[];
}

/** What detection may ask of the repository. */
export interface Tracked {
  readonly index: FileIndex;
  read(path: string): Promise<string | null>;
}

const AN_EXAMPLE = 'an example, demo or the like; the settings can add it';
const UNKEPT = 'nothing says that the code is kept formatted';

/** Kinds that are looked for by tools where no script names them. */
const BY_TOOLS: readonly Kind[] = ['typecheck', 'lint', 'format', 'test'];

/**
 * Finds the checks of a project. What the top's scripts check is not checked again package by package, and a tool that
 * a script runs already is not started once more.
 */
export async function findProjectChecks(
  project: Project,
  tracked: Tracked,
  timeoutMs: number,
): Promise<ProjectChecks> {
  const { top, members, manager } = project;
  const isEnforced = [top, ...members].some(({ manifest }) => isFormatEnforced(manifest, tracked.index));
  const own = pickScripts(top.manifest.scripts, isEnforced);
  const checks = own.picked.map((script) => toScriptCheck(script, top, manager, timeoutMs));
  const skipped = [...own.skipped];
  const coveredByTop = kindsOf(own.picked);
  // A script that runs everything by means that we cannot see into leaves nothing to look for.
  if (own.picked.some(({ kind, reading }) => kind === 'command' && reading.kinds.size === 0)) {
    return { checks, skipped };
  }
  const covered = new Set(coveredByTop);
  const isLeftOut = members.every(({ dir }) => isShown(dir)) ? () => false : isShown;
  for (const member of members) {
    const found = pickScripts(member.manifest.scripts, isEnforced);
    const picked = found.picked.filter(({ kind }) => !coveredByTop.has(kind));
    if (isLeftOut(member.dir)) {
      skipped.push(...picked.map(({ script }) => ({ name: `${member.dir}: ${script}`, why: AN_EXAMPLE })));
      continue;
    }
    checks.push(...picked.map((script) => toScriptCheck(script, member, manager, timeoutMs)));
    skipped.push(...found.skipped.map(({ name, why }) => ({ name: `${member.dir}: ${name}`, why })));
    for (const kind of kindsOf(picked)) covered.add(kind);
  }
  // Where a formatter could be run by a script or beside a linter, and is not, it is not asked either.
  const isAside = !isEnforced && (covered.has('lint') || skipped.some(({ why }) => why === NOT_ENFORCED));
  for (const kind of BY_TOOLS.filter((wanted) => !covered.has(wanted))) {
    const found = await findByTools(kind, project, tracked, timeoutMs);
    if (kind !== 'format' || !isAside) checks.push(...found);
    else skipped.push(...found.map(({ name, why }) => ({ name, why: `${why}, but ${UNKEPT}` })));
  }
  return { checks, skipped };
}

/** By the top's own configuration, or else by each package's. */
async function findByTools(
  kind: Kind,
  { top, members }: Project,
  tracked: Tracked,
  timeoutMs: number,
): Promise<Check[]> {
  const find = async (pkg: Package): Promise<Check[]> => {
    const found = await findToolCheck(kind, siteOf(pkg, top, tracked));
    if (!found) return [];
    const run = found.tool === 'node-test' ? found.line : renderToolRun(found.line);
    return [{ ...placeOf(kind, pkg), kind, run, timeoutMs, tools: [found.tool], why: found.why }];
  };
  const own = await find(top);
  return own.length > 0
    ? own
    : (await Promise.all(members.filter(({ dir }) => !isShown(dir)).map(find))).flat();
}

function siteOf(pkg: Package, top: Package, { index, read }: Tracked): ToolSite {
  const prefix = pkg.dir === '' ? '' : `${pkg.dir}/`;
  return {
    pkg,
    dependsOn: { ...top.manifest.dependsOn, ...pkg.manifest.dependsOn },
    has: (file) => index.has(prefix + file),
    testFiles: () =>
      index
        .testFiles()
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length)),
    read: (file) => read(prefix + file),
  };
}

function toScriptCheck(
  { kind, script, reading, isChanged }: PickedScript,
  pkg: Package,
  manager: PackageManager,
  timeoutMs: number,
): Check {
  const name = kind === 'command' ? toSlug(script) : kind;
  const file = pkg.dir === '' ? 'package.json' : `${pkg.dir}/package.json`;
  const why = `script "${script}" of ${file}`;
  return {
    ...placeOf(name, pkg),
    kind,
    run: isChanged ? withToolRuns(reading.line) : renderScriptRun(manager.runner, script),
    timeoutMs,
    tools: [...reading.tools],
    why: isChanged ? `${why}, changed so that it only reports` : why,
  };
}

function placeOf(name: string, { dir }: Package): { name: string; cwd: string } {
  return dir === '' ? { name, cwd: '.' } : { name: `${toSlug(dir)}-${name}`, cwd: dir };
}

/** Outside a script, tools are not on PATH: each command that begins with one is run from node_modules. */
function withToolRuns(line: string): string {
  const commands = splitLine(line).map(({ joint, text }) => {
    const words = toRawWords(text).map(unquoteWord);
    const isTool = toolOf(words)?.at === 0 && words[0] !== 'node' && !words[0]?.includes('/');
    return `${joint === '' ? '' : ` ${joint} `}${isTool ? renderToolRun(text) : text}`;
  });
  return commands.join('');
}

function kindsOf(picked: readonly PickedScript[]): Set<Kind> {
  return new Set(picked.flatMap(({ kind, reading }) => [kind, ...reading.kinds]));
}

/** True when commits go through a formatter: then its complaint is news, and not the state of the repository. */
function isFormatEnforced(manifest: PackageJson, index: FileIndex): boolean {
  const hooks = JSON.stringify([manifest['lint-staged'], manifest['simple-git-hooks'], manifest.husky]);
  return (
    /prettier|biome|dprint|oxfmt|format|fmt|pretty-quick/.test(hooks) ||
    'pretty-quick' in manifest.dependsOn ||
    index.hasLintStaged
  );
}
