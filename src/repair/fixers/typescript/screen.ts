import type ts from 'typescript';
import { complaintsOf, keyOf } from './complaints.ts';
import { isOwn, type Project } from './project.ts';
import type { Complaint, Idea } from './quick-fixes.ts';

export type Screened = 'clean' | 'partly' | 'useless';

/** Files that are looked at beside the changed and the red ones. */
const MOST_DEPENDENTS = 40;

/** Complaints of files as they are on disk, asked once. */
export type Baseline = Map<string, ReadonlyMap<string, number>>;

/** Tries an idea in memory: are the complaints gone, and did no new ones come in the files that may be touched by it? */
export function screen(
  project: Project,
  idea: Idea,
  complaints: readonly Complaint[],
  baseline: Baseline,
): Screened {
  const changed = [...idea.texts.keys()];
  const red = [...new Set(complaints.map(({ file }) => file))];
  const files = [...new Set([...changed, ...red, ...dependents(project, changed)])];
  for (const file of files) if (!baseline.has(file)) baseline.set(file, countsOf(project, file));
  project.show(idea.texts);
  const keys = new Set(complaints.map(({ diagnostic }) => keyOf(project, diagnostic)));
  let left = 0;
  let fresh = 0;
  for (const file of files) {
    const before = baseline.get(file);
    for (const [key, count] of countsOf(project, file)) {
      fresh += Math.max(0, count - (before?.get(key) ?? 0));
      if (keys.has(key)) left += count;
    }
  }
  project.show(new Map());
  if (fresh === 0 && left === 0) return 'clean';
  return fresh === 0 && left < complaints.length ? 'partly' : 'useless';
}

function countsOf(project: Project, file: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const diagnostic of complaintsOf(project, file)) {
    const key = keyOf(project, diagnostic);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Own files whose text names a changed file: those that import it. Verification looks at the rest. */
function dependents(project: Project, changed: readonly string[]): string[] {
  const names = changed.map((file) => {
    const [, folder = '', base = ''] = /([^/]*)\/([^/]*?)(?:\.d)?\.\w+$/.exec(file) ?? [];
    return base === 'index' ? folder : base;
  });
  const own = project.program().getSourceFiles();
  return own
    .filter(
      ({ fileName, text }) => isOwn(project, fileName) && names.some((name) => text.includes(`/${name}`)),
    )
    .slice(0, MOST_DEPENDENTS)
    .map(({ fileName }) => fileName);
}

/** True when the texts silence the compiler more than those on disk do: `any`, `!`, `as unknown as`, directives. */
export function silences(project: Project, idea: Idea): boolean {
  return [...idea.texts].some(
    ([file, text]) => silencersIn(project, file, text) > silencersIn(project, file, project.text(file) ?? ''),
  );
}

function silencersIn(project: Project, file: string, text: string): number {
  const { ts } = project;
  let count = text.match(/@ts-(?:ignore|expect-error|nocheck)/g)?.length ?? 0;
  const visit = (node: ts.Node): void => {
    const definite =
      (ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) && node.exclamationToken;
    const doubled =
      ts.isAsExpression(node) &&
      (node.type.kind === ts.SyntaxKind.UnknownKeyword || node.type.kind === ts.SyntaxKind.NeverKeyword);
    if (node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node) || definite || doubled)
      count += 1;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return count;
}
