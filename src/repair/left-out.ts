import type { Package } from '../domain/package.ts';
import type { Check } from '../domain/report.ts';

/**
 * Which checks a change of these files cannot have turned red, with the reason, a clause: those of packages that are
 * not changed and depend on none that is, as the packages' manifests say. What stands at the top is everybody's: a change there leaves
 * nothing out, and a check there is never left out. Paths are repository-relative with `/`.
 */
export function listLeftOut(
  checks: readonly Check[],
  files: readonly string[],
  packages: readonly Package[],
): { check: string; why: string }[] {
  const changed = new Set(files.map((file) => packageOf(file, packages)));
  if (changed.has(TOP)) return [];
  const reached = withDependents(changed, packages);
  const names = [...changed].sort().join(', ');
  return checks.flatMap(({ name, cwd }) => {
    const own = packageOf(cwd, packages);
    if (own === TOP || reached.has(own)) return [];
    return [{ check: name, why: `${own} does not depend on what the patch changes (${names})` }];
  });
}

const TOP = '.';

/** The folder of the innermost package that a path is in; the top is one for all that is in no other. */
function packageOf(path: string, packages: readonly Package[]): string {
  let found = TOP;
  for (const { dir } of packages) {
    const isIn = dir !== TOP && (path === dir || path.startsWith(`${dir}/`));
    if (isIn && (found === TOP || dir.length > found.length)) found = dir;
  }
  return found;
}

function withDependents(changed: ReadonlySet<string>, packages: readonly Package[]): Set<string> {
  const reached = new Set(changed);
  for (const dir of reached) {
    // A set takes what is added while it is walked.
    for (const one of packages) if (one.needs.includes(dir)) reached.add(one.dir);
  }
  return reached;
}
