import * as posix from 'node:path/posix';
import type { FileChange } from '../../domain/patch.ts';
import type { Context } from './rule.ts';

/** The new file of the patch that a path, taken from a folder, leads to; endings may be left off. Null when it is not made here. */
export function madeHere(folder: string, path: string, context: Context): FileChange | null {
  const target = stemOf(posix.join(folder, path));
  return (
    context.changes.find(
      (one) => one.before === null && one.renamedFrom === null && stemOf(one.path) === target,
    ) ?? null
  );
}

/**
 * True when what a path led to is still there, so that nothing had to lead elsewhere. A file that gave what it held to
 * the new one is not counted.
 */
export function stillStands(folder: string, path: string, made: FileChange, context: Context): boolean {
  const target = stemOf(posix.join(folder, path));
  const { changes, options } = context;
  const isGone = changes.some(
    (one) =>
      (one.after === null && stemOf(one.path) === target) ||
      (one.renamedFrom !== null && stemOf(one.renamedFrom) === target),
  );
  if (isGone) return false;
  const edited = changes.find(
    (one) => one.before !== null && one.after !== null && stemOf(one.path) === target,
  );
  if (edited !== undefined) return !handedOver(edited, made, context);
  const { surroundings } = options;
  return surroundings === null || [...surroundings.files].some((file) => stemOf(file) === target);
}

/** A name that one file declared before, and the new one declares now in its stead. */
function handedOver(from: FileChange, to: FileChange, context: Context): boolean {
  const [before, after] = [declaredIn(from, 'before', context), declaredIn(from, 'after', context)];
  const now = declaredIn(to, 'after', context);
  return [...before].some((name) => !after.has(name) && now.has(name));
}

function declaredIn(change: FileChange, side: 'before' | 'after', context: Context): ReadonlySet<string> {
  const nodes = context.view(change).pieces.flatMap((piece) => piece[side]?.nodes ?? []);
  return new Set(
    nodes.flatMap((node) => {
      if (node.type === 'VariableDeclarator') return node.id.type === 'Identifier' ? [node.id.name] : [];
      if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
        return node.id ? [node.id.name] : [];
      if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [];
      return node.left.property.type === 'Identifier' ? [node.left.property.name] : [];
    }),
  );
}

/** Without its ending, and without `index`: what an import may say. */
function stemOf(path: string): string {
  return path.replace(/\.(?:d\.ts|[cm]?[jt]sx?|json)$/, '').replace(/\/index$/, '');
}
