import type { CallExpression, JSXElement, JSXFragment, Node } from '@babel/types';

const LEFT_OUT = new Set([
  'start',
  'end',
  'loc',
  'range',
  'extra',
  'errors',
  'comments',
  'tokens',
  'shorthand',
  'interpreter',
]);
const MOCKERS = new Set(['jest', 'vi', 'vitest', 'mock', 'td', 'proxyquire', 'rewiremock']);

/**
 * The meaning of a tree as text: equal for two trees that differ in layout, comments, quotes, brackets or semicolons
 * only. With `paths`, module specifiers are left out of it and collected there instead, in order. Nested too deeply:
 * a RangeError, as everywhere.
 */
export function canonical(node: Node, paths?: string[]): string {
  const out: string[] = [];
  write(node, out, paths);
  return out.join('');
}

function write(node: Node, out: string[], paths: string[] | undefined): void {
  switch (node.type) {
    case 'TSParenthesizedType':
      write(node.typeAnnotation, out, paths);
      return;
    case 'TemplateElement':
      out.push('`', JSON.stringify(node.value.cooked ?? node.value.raw));
      return;
    case 'StringLiteral':
    case 'DirectiveLiteral':
      out.push(JSON.stringify(node.value));
      return;
    case 'JSXElement':
    case 'JSXFragment':
      writeJsx(node, out, paths);
      return;
    default:
      writeFields(node, out, paths);
  }
}

function writeFields(node: Node, out: string[], paths: string[] | undefined): void {
  out.push('(', node.type);
  const specifier = paths === undefined ? null : specifierOf(node);
  for (const [key, value] of Object.entries(node)) {
    if (key === 'type' || LEFT_OUT.has(key) || isDefault(value)) continue;
    out.push(' ', key, ':');
    writeValue(
      key === 'key' && 'computed' in node && !node.computed ? plainKey(value) : value,
      out,
      paths,
      specifier,
    );
  }
  out.push(')');
}

function writeValue(
  value: unknown,
  out: string[],
  paths: string[] | undefined,
  specifier: Node | null,
): void {
  if (Array.isArray(value)) {
    out.push('[');
    for (const item of value) {
      if (item?.type === 'EmptyStatement') continue;
      writeValue(item, out, paths, specifier);
      out.push(',');
    }
    out.push(']');
  } else if (typeof value === 'object' && value !== null && 'type' in value) {
    const node = value as Node;
    if (specifier === node && node.type === 'StringLiteral') {
      paths?.push(node.value);
      out.push('<path>');
    } else write(node, out, paths);
  } else out.push(JSON.stringify(value) ?? 'undefined');
}

/** What the parser writes for "not said". */
function isDefault(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === false ||
    value === 'value' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** `{ 'a': 1 }` and `{ a: 1 }` are one. */
function plainKey(key: unknown): unknown {
  const node = key as Node;
  return node.type === 'StringLiteral' && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(node.value)
    ? { type: 'Identifier', name: node.value }
    : node;
}

/** The node that names the module which this one loads or replaces, if it does. */
function specifierOf(node: Node): Node | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source ?? null;
    case 'ImportExpression':
      return node.source;
    case 'TSImportType':
      return node.argument as Node;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'CallExpression':
      return loadsModule(node) ? (node.arguments[0] ?? null) : null;
    default:
      return null;
  }
}

function loadsModule({ callee }: CallExpression): boolean {
  if (callee.type === 'Import') return true;
  if (callee.type === 'Identifier') return callee.name === 'require' || callee.name === 'proxyquire';
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  const { object, property } = callee;
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return false;
  if (object.name === 'require') return property.name === 'resolve';
  return MOCKERS.has(object.name) && /mock|actual|module|replace/i.test(property.name);
}

function writeJsx(node: JSXElement | JSXFragment, out: string[], paths: string[] | undefined): void {
  out.push('<');
  if (node.type === 'JSXElement') {
    write(node.openingElement.name, out, paths);
    for (const attribute of node.openingElement.attributes) write(attribute, out, paths);
  }
  out.push('>');
  let text = '';
  const flush = () => {
    if (text !== '') out.push(JSON.stringify(text));
    text = '';
  };
  for (const child of node.children) {
    if (child.type === 'JSXText') text += jsxText(child.value);
    else if (child.type === 'JSXExpressionContainer' && child.expression.type === 'StringLiteral')
      text += child.expression.value;
    else if (child.type === 'JSXExpressionContainer' && child.expression.type === 'JSXEmptyExpression')
      continue;
    else {
      flush();
      write(child, out, paths);
    }
  }
  flush();
  out.push('</>');
}

/** As the compilers do: lines are trimmed and joined by one space, empty ones vanish. */
function jsxText(text: string): string {
  const lines = text.split('\n');
  if (lines.length === 1) return text;
  return lines
    .map((line, index) =>
      index === 0 ? line.trimEnd() : index === lines.length - 1 ? line.trimStart() : line.trim(),
    )
    .filter((line) => line !== '')
    .join(' ');
}
