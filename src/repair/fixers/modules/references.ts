import type { Comment, ImportDeclaration, ObjectPattern } from '@babel/types';
import type { ImportedName, Reference } from './shape.ts';
import { type Node, nameOf, type Span, spanOf, type Tree, walk } from './syntax.ts';

const MOCKS = /^(?:jest|vi|vitest)$/;

/** Every place of a file that names another module, with the names taken from it. */
export function readReferences(tree: Tree): Reference[] {
  const references: Reference[] = [];
  let statement: Node = tree;
  let declarator: Node | null = null;
  walk(tree, (node, parent) => {
    if (parent?.type === 'Program') statement = node;
    if (node.type === 'VariableDeclarator') declarator = node;
    if (node.type === 'ImportDeclaration') references.push(fromImport(node));
    if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.source) {
      references.push(fromReexport(node, node.source));
    }
    const called = fromCall(node, parent, declarator, statement);
    if (called) references.push(called);
  });
  references.push(...(tree.comments ?? []).flatMap(fromComment));
  return references.map((reference) => ({
    ...reference,
    names: [...reference.names, ...membersOf(tree, reference)],
  }));
}

const IN_JSDOC = /(?:@import\s[^'"@]*\bfrom\s*|\bimport\(\s*)(['"])([^'"\n]+)\1/g;

/** JSDoc names modules for TypeScript: `@import {A} from './a.js'`, `import('./a.js').A`. Which names is not read. */
function fromComment(comment: Comment): Reference[] {
  if (comment.type !== 'CommentBlock' || !comment.value.startsWith('*')) return [];
  const { start: opening = 0, loc } = comment;
  return [...comment.value.matchAll(IN_JSDOC)].map((found): Reference => {
    const [whole, , source = ''] = found;
    const before = comment.value.slice(0, found.index + whole.lastIndexOf(source));
    const start = opening + '/*'.length + before.length;
    const span = { start, end: start + source.length };
    const line = (loc?.start.line ?? 0) + before.split('\n').length - 1;
    return { kind: 'dynamic', source, sourceSpan: span, statement: span, names: [], line, typeOnly: true };
  });
}

/** The text between the quotes. */
function sourceSpan(literal: Node): Span {
  const { start, end } = spanOf(literal);
  return { start: start + 1, end: end - 1 };
}

function fromImport(node: ImportDeclaration): Reference {
  return {
    kind: 'import',
    source: node.source.value,
    sourceSpan: sourceSpan(node.source),
    statement: spanOf(node),
    line: node.loc?.start.line ?? 0,
    typeOnly: node.importKind === 'type',
    names: node.specifiers.map((one): ImportedName => {
      const named = one.type === 'ImportSpecifier';
      const imported = named ? nameOf(one.imported) : one.type === 'ImportDefaultSpecifier' ? 'default' : '*';
      const nameSpan = spanOf(named ? one.imported : one.local);
      return { imported, local: one.local.name, span: spanOf(one), nameSpan, member: false };
    }),
  };
}

function fromReexport(node: Node, source: Node): Reference {
  const specifiers = node.type === 'ExportNamedDeclaration' ? node.specifiers : [];
  return {
    kind: 'reexport',
    source: source.type === 'StringLiteral' ? source.value : '',
    sourceSpan: sourceSpan(source),
    statement: spanOf(node),
    line: source.loc?.start.line ?? 0,
    typeOnly: 'exportKind' in node && node.exportKind === 'type',
    names: specifiers.flatMap((one): ImportedName[] => {
      if (one.type !== 'ExportSpecifier') return [];
      const imported = nameOf(one.local);
      const local = nameOf(one.exported);
      return [{ imported, local, span: spanOf(one), nameSpan: spanOf(one.local), member: false }];
    }),
  };
}

/** `require('…')`, `import('…')`, `jest.mock('…')`. */
function fromCall(
  node: Node,
  parent: Node | null,
  declarator: Node | null,
  statement: Node,
): Reference | null {
  const literal =
    node.type === 'CallExpression'
      ? node.arguments[0]
      : node.type === 'ImportExpression'
        ? node.source
        : null;
  if (literal?.type !== 'StringLiteral') return null;
  const kind = kindOfCall(node);
  if (!kind) return null;
  const names = declarator && kind !== 'mock' ? namesTaken(node, parent, declarator) : [];
  return {
    kind,
    source: literal.value,
    sourceSpan: sourceSpan(literal),
    statement: names.length > 0 ? spanOf(statement) : spanOf(node),
    names,
    line: literal.loc?.start.line ?? 0,
    typeOnly: false,
  };
}

function kindOfCall(node: Node): 'require' | 'dynamic' | 'mock' | null {
  if (node.type === 'ImportExpression') return 'dynamic';
  if (node.type !== 'CallExpression') return null;
  const { callee } = node;
  if (callee.type === 'Import') return 'dynamic';
  if (callee.type === 'Identifier' && callee.name === 'require') return 'require';
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return null;
  if (callee.object.name === 'require' && nameOf(callee.property) === 'resolve') return 'mock';
  return MOCKS.test(callee.object.name) ? 'mock' : null;
}

/** `const a = require(…)`, `const { a } = await import(…)`, `const a = require(…).b`. */
function namesTaken(call: Node, parent: Node | null, declarator: Node): ImportedName[] {
  if (declarator.type !== 'VariableDeclarator' || !declarator.init) return [];
  const { id, init } = declarator;
  const whole = init === call || (init.type === 'AwaitExpression' && init.argument === call);
  if (whole && id.type === 'Identifier') {
    return [{ imported: '*', local: id.name, span: spanOf(id), nameSpan: spanOf(id), member: false }];
  }
  if (whole && id.type === 'ObjectPattern') return namesOfPattern(id);
  if (init === parent && init.type === 'MemberExpression' && id.type === 'Identifier') {
    const { property } = init;
    const imported = nameOf(property);
    return [{ imported, local: id.name, span: spanOf(init), nameSpan: spanOf(property), member: true }];
  }
  return [];
}

function namesOfPattern(pattern: ObjectPattern): ImportedName[] {
  return pattern.properties.flatMap((property): ImportedName[] => {
    if (property.type !== 'ObjectProperty' || property.computed) return [];
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const local = nameOf(value);
    return local === ''
      ? []
      : [
          {
            imported: nameOf(property.key),
            local,
            span: spanOf(property),
            nameSpan: spanOf(property.key),
            member: false,
          },
        ];
  });
}

/** Names taken from a namespace by `math.sum`. */
function membersOf(tree: Tree, reference: Reference): ImportedName[] {
  const whole = reference.names.find(
    ({ imported, member }) => !member && (imported === '*' || imported === 'default'),
  );
  if (!whole || reference.typeOnly) return [];
  const members: ImportedName[] = [];
  walk(tree, (node, parent) => {
    if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier') return;
    if (node.object.name !== whole.local || node.property.type !== 'Identifier') return;
    if (parent?.type === 'AssignmentExpression' && parent.left === node) return;
    const imported = node.property.name;
    members.push({
      imported,
      local: whole.local,
      span: spanOf(node),
      nameSpan: spanOf(node.property),
      member: true,
    });
  });
  return members;
}
