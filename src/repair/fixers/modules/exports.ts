import type { ExportNamedDeclaration, Expression } from '@babel/types';
import type { Declared, Exported, Shape } from './shape.ts';
import { type Node, nameOf, type Span, spanOf, type Tree, walk } from './syntax.ts';

type Given = Pick<Shape, 'exports' | 'stars' | 'keys' | 'open'> & { readonly commonjs: boolean };

/** What a module gives away, by `export` or by `module.exports`. */
export function readExports(tree: Tree, declared: ReadonlyMap<string, Declared>): Given {
  const exports: Exported[] = [];
  const stars: string[] = [];
  let whole: Node | null = null;
  for (const node of tree.program.body) {
    if (node.type === 'ExportAllDeclaration') stars.push(node.source.value);
    if (node.type === 'ExportNamedDeclaration') exports.push(...namedExports(node));
    if (node.type === 'TSExportAssignment') whole = node.expression;
    if (node.type === 'ExportDefaultDeclaration') {
      whole = node.declaration;
      exports.push(defaultExport(node.declaration, spanOf(node)));
    }
  }
  const assigned = readAssignments(tree);
  if (assigned.whole) {
    whole = assigned.whole;
    exports.push(defaultExport(assigned.whole, spanOf(assigned.whole)));
  }
  exports.push(...assigned.properties);
  const literal = objectOf(tree, whole, declared);
  const keys = literal ? keysOf(literal) : null;
  if (assigned.whole && keys) exports.push(...keys);
  const callable = whole?.type === 'Identifier' && declared.has(whole.name);
  const open =
    assigned.open || (assigned.whole !== null && !literal && !callable && !isFunctionOrClass(whole));
  return { exports, stars, keys, open, commonjs: assigned.whole !== null || assigned.properties.length > 0 };
}

function namedExports(node: ExportNamedDeclaration): Exported[] {
  const from = node.source?.value ?? null;
  const span = spanOf(node);
  const listed = node.specifiers.map((one): Exported => {
    const local = one.type === 'ExportSpecifier' ? nameOf(one.local) : null;
    return {
      name: nameOf(one.exported),
      local,
      from,
      nameSpan: spanOf(one.exported),
      form: 'list',
      span: spanOf(one),
    };
  });
  const { declaration } = node;
  if (!declaration) return listed;
  const ids =
    declaration.type === 'VariableDeclaration'
      ? declaration.declarations.flatMap(({ id }) => patternNames(id))
      : 'id' in declaration && declaration.id
        ? [declaration.id]
        : [];
  return ids.map((id): Exported => {
    const name = nameOf(id);
    const start = id.start ?? 0;
    return {
      name,
      local: name,
      from: null,
      nameSpan: { start, end: start + name.length },
      form: 'declaration',
      span,
    };
  });
}

function patternNames(pattern: Node): Node[] {
  const names: Node[] = [];
  if (pattern.type === 'Identifier') return [pattern];
  walk(pattern, (node, parent) => {
    if (node.type === 'Identifier' && !(parent?.type === 'ObjectProperty' && parent.key === node))
      names.push(node);
  });
  return names;
}

function defaultExport(value: Node, span: Span): Exported {
  const id = 'id' in value && value.id && typeof value.id === 'object' ? value.id : value;
  const local = 'type' in id && id.type === 'Identifier' ? id.name : null;
  return { name: 'default', local, from: null, nameSpan: null, form: 'default', span };
}

/** `module.exports = …`, `exports.a = …`, `module.exports.a = …`, anywhere in the file. */
function readAssignments(tree: Tree): { whole: Expression | null; properties: Exported[]; open: boolean } {
  const properties: Exported[] = [];
  let whole: Expression | null = null;
  let open = false;
  walk(tree, (node) => {
    if (node.type === 'CallExpression' && node.arguments.some((argument) => isExportsObject(argument)))
      open = true;
    if (node.type !== 'AssignmentExpression') return;
    const { left, right } = node;
    if (isModuleExports(left)) {
      whole = right.type === 'AssignmentExpression' ? right.right : right;
    } else if (left.type === 'MemberExpression' && isExportsObject(left.object)) {
      if (left.computed) open = true;
      const local = right.type === 'Identifier' ? right.name : null;
      const nameSpan = spanOf(left.property);
      const span = spanOf(node);
      properties.push({ name: nameOf(left.property), local, from: null, nameSpan, form: 'property', span });
    }
  });
  return { whole, properties: properties.filter(({ name }) => name !== '__esModule'), open };
}

function isModuleExports(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    nameOf(node.property) === 'exports'
  );
}

function isExportsObject(node: Node): boolean {
  return isModuleExports(node) || (node.type === 'Identifier' && node.name === 'exports');
}

function isFunctionOrClass(node: Node | null): boolean {
  return node !== null && /^(?:FunctionExpression|ArrowFunctionExpression|ClassExpression)$/.test(node.type);
}

/** The object literal that is exported: itself, or through the constant that holds it. */
function objectOf(tree: Tree, whole: Node | null, declared: ReadonlyMap<string, Declared>): Node | null {
  if (whole?.type === 'ObjectExpression') return whole;
  if (whole?.type !== 'Identifier' || !declared.has(whole.name)) return null;
  for (const statement of tree.program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      if (nameOf(id) === whole.name && init?.type === 'ObjectExpression') return init;
    }
  }
  return null;
}

/** The keys of an object literal; null when it also holds keys that cannot be seen. */
function keysOf(literal: Node): Exported[] | null {
  if (literal.type !== 'ObjectExpression') return null;
  const keys: Exported[] = [];
  for (const property of literal.properties) {
    if (property.type === 'SpreadElement' || property.computed) return null;
    const value = property.type === 'ObjectProperty' ? property.value : null;
    const local = value?.type === 'Identifier' ? value.name : null;
    const nameSpan = spanOf(property.key);
    keys.push({
      name: nameOf(property.key),
      local,
      from: null,
      nameSpan,
      form: 'list',
      span: spanOf(property),
    });
  }
  return keys;
}
