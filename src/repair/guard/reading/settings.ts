import type { CallExpression, Node } from '@babel/types';
import { lineOf } from './around.ts';
import { canonical } from './canonical.ts';
import { type Names, namesOf, unwrap } from './names.ts';
import { childrenOf, type Source } from './source.ts';

/** One value of a configuration, wherever it is written: JSON, a script, YAML. */
export interface Setting {
  /** Keys from the outside in. A fragment may lack the outer ones: they are `_`, or not there. */
  readonly path: readonly string[];
  /** A plain value, or a list of plain values; anything computed is `{ code }`, its canonical text. */
  readonly value:
    | string
    | number
    | boolean
    | null
    | readonly (string | number | boolean | null)[]
    | { readonly code: string };
  readonly line: number;
}

/** Every setting of a configuration file. Null when nothing can be read of it. */
export function settingsOf(source: Source): Setting[] | null {
  if (source.language === 'yaml' || source.language === 'other') return lineSettings(source);
  if (source.program === null) return source.language === 'json' ? lineSettings(source) : null;
  const names = namesOf(source);
  const settings: Setting[] = [];
  for (const statement of source.program.body) readStatement(statement, names, source, settings);
  return settings;
}

function readStatement(statement: Node, names: Names, source: Source, out: Setting[]): void {
  switch (statement.type) {
    case 'ImportDeclaration':
    case 'EmptyStatement':
      return;
    case 'ExportDefaultDeclaration':
      readValue(resolved(statement.declaration, source), [], names, out);
      return;
    case 'ExpressionStatement': {
      const value = exportedValue(statement.expression, names);
      if (value === null) out.push(code(statement, ['<code>']));
      else readValue(resolved(value, source), [], names, out);
      return;
    }
    case 'TSExportAssignment':
      readValue(resolved(statement.expression, source), [], names, out);
      return;
    case 'LabeledStatement':
      readStatement(statement.body, names, source, out);
      return;
    case 'VariableDeclaration':
      // Requires say nothing; what is exported is read where it is exported.
      for (const { id, init } of statement.declarations)
        if (
          init &&
          init.type !== 'CallExpression' &&
          !(id.type === 'Identifier' && isExported(id.name, source))
        )
          out.push(code(statement, ['<code>']));
      return;
    default:
      out.push(code(statement, ['<code>']));
  }
}

/** What a statement hands to the tool: an assignment to `module.exports`, or the object itself. `_` is what a fragment was framed by. */
function exportedValue(expression: Node, names: Names): Node | null {
  if (expression.type === 'AssignmentExpression')
    return /^(?:module\.exports|exports\.default|_)$/.test(names.of(expression.left) ?? '')
      ? expression.right
      : null;
  if (expression.type === 'CallExpression') return isConfigCall(expression, names) ? expression : null;
  return expression.type === 'ObjectExpression' || expression.type === 'ArrayExpression' ? expression : null;
}

const CONFIG_CALL =
  /^(?:define\w*|config|mergeConfig|tseslint\.config|_|<[^>]*>(?:\.(?:define\w*|config|mergeConfig))?)$/;

function isConfigCall(node: CallExpression, names: Names): boolean {
  return CONFIG_CALL.test(names.of(node.callee) ?? '');
}

function isExported(name: string, source: Source): boolean {
  return (source.program?.body ?? []).some((statement) => {
    const value =
      statement.type === 'ExportDefaultDeclaration'
        ? statement.declaration
        : statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression'
          ? statement.expression.right
          : null;
    return value?.type === 'Identifier' && value.name === name;
  });
}

/** What a top-level constant stands for. */
function resolved(node: Node, source: Source): Node {
  if (node.type !== 'Identifier') return node;
  for (const statement of source.program?.body ?? [])
    if (statement.type === 'VariableDeclaration')
      for (const { id, init } of statement.declarations)
        if (id.type === 'Identifier' && id.name === node.name && init) return init;
  return node;
}

function code(node: Node, path: readonly string[]): Setting {
  return { path, value: { code: canonical(node) }, line: lineOf(node) };
}

function readValue(given: Node, path: readonly string[], names: Names, out: Setting[]): void {
  const node = unwrap(given);
  if (node.type === 'ObjectExpression') {
    for (const property of node.properties) {
      const key = property.type === 'SpreadElement' ? null : keyOf(property, names);
      if (property.type === 'ObjectProperty' && key !== null)
        readValue(property.value, [...path, key], names, out);
      else out.push(code(property, [...path, key ?? '...']));
    }
    return;
  }
  const plain = plainValue(node, names);
  if (plain !== undefined) {
    out.push({ path, value: plain, line: lineOf(node) });
    return;
  }
  if (node.type === 'ArrayExpression') {
    const items = node.elements.map((element) => (element === null ? undefined : plainValue(element, names)));
    if (items.every((item) => item !== undefined)) out.push({ path, value: items, line: lineOf(node) });
    // `['error', { … }]` is one setting; a list of objects is many.
    else if (isSeverity(items[0])) out.push({ path, value: { code: canonical(node) }, line: lineOf(node) });
    else
      node.elements.forEach((element, index) => {
        if (element !== null) readValue(element, [...path, String(index)], names, out);
      });
    return;
  }
  if (node.type === 'CallExpression' && isConfigCall(node, names)) {
    node.arguments.forEach((argument, index) => {
      readValue(argument, node.arguments.length === 1 ? path : [...path, String(index)], names, out);
    });
    return;
  }
  out.push(code(node, path));
}

function keyOf(property: { key: Node; computed?: boolean | null }, names: Names): string | null {
  if (!property.computed && property.key.type === 'Identifier') return property.key.name;
  return names.text(property.key);
}

function plainValue(node: Node, names: Names): string | number | boolean | null | undefined {
  switch (node.type) {
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'NullLiteral':
      return null;
    case 'UnaryExpression':
      return node.operator === '-' && node.argument.type === 'NumericLiteral'
        ? -node.argument.value
        : undefined;
    default:
      return node.type === 'Identifier' ? undefined : (names.text(node) ?? undefined);
  }
}

function isSeverity(value: unknown): boolean {
  return ['off', 'warn', 'error', 0, 1, 2].includes(value as string);
}

/** `key: value` and `key = value` lines; `- item` is a setting without a key. Enough to see what changed. */
function lineSettings(source: Source): Setting[] {
  const open: { indent: number; key: string }[] = [];
  return source.text.split('\n').flatMap((raw, index): Setting[] => {
    const text = withoutComment(raw).trimEnd();
    const content = text.trimStart();
    const line = source.firstLine + index;
    if (content === '' || content === '---') return [];
    const indent = text.length - content.length;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    if (content.startsWith('[') && content.endsWith(']')) {
      const section = content.replace(/^\[+|\]+$/g, '');
      // What follows is inside, however far left it stands.
      open.push({ indent: -0.5, key: section });
      return [{ path: [section], value: '', line }];
    }
    const outer = open.map(({ key }) => key);
    const split = /[:=]/.exec(content)?.index ?? -1;
    if (split <= 0) return [{ path: [...outer, '-'], value: content, line }];
    const key = unquoted(content.slice(0, split).replace(/^-\s/, '').trim());
    open.push({ indent, key });
    const value = unquoted(
      content
        .slice(split + 1)
        .replace(/,$/, '')
        .trim(),
    );
    return value === '' ? [] : [{ path: [...outer, key], value: scalar(value), line }];
  });
}

/** A comment starts the line, or stands after a blank. */
function withoutComment(line: string): string {
  const start = /(?:^|\s)[#;]/.exec(line)?.index;
  return start === undefined ? line : line.slice(0, start);
}

function unquoted(text: string): string {
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.length > 1 && text.endsWith(quote)
    ? text.slice(1, -1)
    : text;
}

function scalar(text: string): string | number | boolean | readonly string[] {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text;
}

/** Settings that differ between two versions, by their paths; equal ones in another place are equal. */
export function changedSettings(
  before: readonly Setting[],
  after: readonly Setting[],
): { before: Setting | null; after: Setting | null }[] {
  const keyOfSetting = (one: Setting) => JSON.stringify(one.path);
  const old = new Map<string, Setting[]>();
  for (const one of before) {
    const same = old.get(keyOfSetting(one));
    if (same === undefined) old.set(keyOfSetting(one), [one]);
    else same.push(one);
  }
  const unmatched: Setting[] = [];
  for (const one of after) {
    const same = old.get(keyOfSetting(one));
    const index = same?.findIndex((other) => JSON.stringify(other.value) === JSON.stringify(one.value)) ?? -1;
    if (same !== undefined && index !== -1) same.splice(index, 1);
    else unmatched.push(one);
  }
  const changes: { before: Setting | null; after: Setting | null }[] = unmatched.map((one) => ({
    before: old.get(keyOfSetting(one))?.shift() ?? null,
    after: one,
  }));
  for (const left of old.values()) for (const one of left) changes.push({ before: one, after: null });
  return changes;
}

/** Keys that a configuration of a test runner or compiler has and little else. */
export function looksLikeToolSettings(source: Source): boolean {
  const keys =
    /^(?:coverageThreshold|testMatch|testRegex|testPathIgnorePatterns|setupFilesAfterEnv|passWithNoTests|compilerOptions|coveragePathIgnorePatterns|collectCoverageFrom|forbidOnly|testTimeout)$/;
  const roots = source.program?.body.flatMap((statement) => rootObjects(statement)) ?? [];
  return roots.some((root) =>
    childrenOf(root).some(
      (property) =>
        property.type === 'ObjectProperty' &&
        property.key.type !== 'PrivateName' &&
        keys.test(
          property.key.type === 'Identifier'
            ? property.key.name
            : property.key.type === 'StringLiteral'
              ? property.key.value
              : '',
        ),
    ),
  );
}

function rootObjects(statement: Node): Node[] {
  if (statement.type === 'ExportDefaultDeclaration') return [unwrap(statement.declaration)];
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.flatMap(({ init }) => (init ? [unwrap(init)] : []));
  if (statement.type !== 'ExpressionStatement') return [];
  return [
    statement.expression.type === 'AssignmentExpression'
      ? unwrap(statement.expression.right)
      : unwrap(statement.expression),
  ];
}
