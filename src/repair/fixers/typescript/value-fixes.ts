import { distance } from 'fastest-levenshtein';
import type ts from 'typescript';
import type { Project } from './project.ts';
import { type Complaint, type Idea, toIdea } from './quick-fixes.ts';

const NOT_ASSIGNABLE = new Set([2322, 2345, 2820, 2769]);

/** A value of the wrong type: a misspelled literal of a union, a promise that nobody awaits. */
export function findValueFixes(project: Project, complaints: readonly Complaint[]): Idea[] {
  const wrong = complaints.filter(({ diagnostic }) => NOT_ASSIGNABLE.has(diagnostic.code));
  if (wrong.length === 0) return [];
  const literals = wrong.map((complaint) => nearestLiteral(project, complaint));
  const awaits = wrong.map((complaint) => awaitPromise(project, complaint));
  return [
    ...toIdea(project, 'Use the literal that the type knows', 'nearestLiteral', literals),
    ...toIdea(project, 'Await the promise', 'awaitPromise', awaits),
  ];
}

/** The expression whose value is wrong: what stands there, or what is assigned to the name that stands there. */
function valueAt(project: Project, { file, diagnostic }: Complaint): ts.Expression | null {
  const { ts } = project;
  const source = project.program().getSourceFile(file);
  if (!source) return null;
  const start = diagnostic.start ?? 0;
  const end = start + (diagnostic.length ?? 0);
  let found: ts.Expression | null = null;
  const visit = (node: ts.Node): void => {
    if (found || start < node.pos || start >= node.end) return;
    if (node.getStart(source) === start && node.end === end) found = expressionOf(ts, node);
    if (ts.isReturnStatement(node) && node.getStart(source) === start) found = node.expression ?? null;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function expressionOf(typescript: Project['ts'], node: ts.Node): ts.Expression | null {
  const { parent } = node;
  const named = typescript.isVariableDeclaration(parent) || typescript.isPropertyAssignment(parent);
  if ((named || typescript.isPropertyDeclaration(parent)) && parent.name === node) {
    return parent.initializer ?? null;
  }
  if (typescript.isBinaryExpression(parent) && parent.left === node) return parent.right;
  return typescript.isExpression(node) ? node : null;
}

/** The nearest of the strings that the place accepts. */
function nearestLiteral(project: Project, complaint: Complaint): ts.FileTextChanges[] {
  const { ts } = project;
  const value = valueAt(project, complaint);
  if (!value || !ts.isStringLiteral(value)) return [];
  const type = project.program().getTypeChecker().getContextualType(value);
  const types = type?.isUnion() ? type.types : type ? [type] : [];
  const known = types.flatMap((one) => (one.isStringLiteral() ? [one.value] : []));
  known.sort((a, b) => distance(a, value.text) - distance(b, value.text));
  const [nearest] = known;
  if (nearest === undefined || distance(nearest, value.text) > Math.max(1, value.text.length * 0.4))
    return [];
  const span = ts.createTextSpan(value.getStart() + 1, value.text.length);
  return [{ fileName: complaint.file, textChanges: [{ span, newText: nearest }] }];
}

/** `await` before a promise, where the function is async already. */
function awaitPromise(project: Project, complaint: Complaint): ts.FileTextChanges[] {
  const { ts } = project;
  const value = valueAt(project, complaint);
  const message = ts.flattenDiagnosticMessageText(complaint.diagnostic.messageText, '\n');
  if (!value || !/'Promise<.*' is not assignable/.test(message)) return [];
  if (!ts.isCallExpression(value) && !ts.isIdentifier(value)) return [];
  const around = ts.findAncestor(value.parent, ts.isFunctionLike);
  const modifiers = around && ts.canHaveModifiers(around) ? ts.getModifiers(around) : undefined;
  if (around && !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return [];
  const span = ts.createTextSpan(value.getStart(), 0);
  return [{ fileName: complaint.file, textChanges: [{ span, newText: 'await ' }] }];
}
