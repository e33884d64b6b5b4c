import type { Edit } from '../edits.ts';
import { styled } from './candidate.ts';
import type { ImportedName, Reference, Shape } from './shape.ts';
import { type Node, nameOf, spanOf, walk } from './syntax.ts';

/** How a specifier is to be written and whether its module has a default export. */
export interface Target {
  readonly source: string;
  readonly hasDefault: boolean;
}

/** Rewrites CommonJS as ES module syntax. Null when a `require` stands where no import can. */
export function toEsm(
  shape: Shape,
  targetOf: (reference: Reference) => Target,
  wantsDefault: boolean,
): Edit[] | null {
  const edits: Edit[] = [];
  for (const reference of shape.references.filter(({ kind }) => kind === 'require')) {
    const text = importFor(shape, reference, targetOf(reference));
    if (text === null) return null;
    edits.push({ ...reference.statement, text: ownStatement(shape, reference) ? styled(shape, text) : text });
  }
  for (const statement of shape.tree.program.body) edits.push(...exportFor(shape, statement, wantsDefault));
  walk(shape.tree, (node) => {
    if (node.type !== 'Identifier') return;
    if (node.name === '__dirname') edits.push({ ...spanOf(node), text: 'import.meta.dirname' });
    if (node.name === '__filename') edits.push({ ...spanOf(node), text: 'import.meta.filename' });
  });
  return edits;
}

/** Gives an ES module a `require` of its own, where imports cannot do. */
export function withRequire(shape: Shape): Edit[] {
  const start = shape.tree.program.body[0]?.start ?? 0;
  const lines = [
    `import { createRequire } from 'node:module';`,
    '',
    'const require = createRequire(import.meta.url);',
  ];
  return [{ start, end: start, text: `${styled(shape, lines.join('\n'))}\n` }];
}

function ownStatement(shape: Shape, { statement }: Reference): boolean {
  return shape.tree.program.body.some((node) => node.start === statement.start && node.end === statement.end);
}

function importFor(shape: Shape, reference: Reference, target: Target): string | null {
  const alone = shape.tree.program.body.find(
    (node) => node.type === 'ExpressionStatement' && node.expression.start === reference.statement.start,
  );
  if (alone && alone.type === 'ExpressionStatement' && alone.expression.end === reference.statement.end) {
    return `import '${target.source}'`;
  }
  const specifiers = reference.names.filter((name) => !name.member || isTakenAtOnce(name, reference));
  const declaration = shape.tree.program.body.find((node) => node.start === reference.statement.start);
  if (specifiers.length === 0 || declaration?.type !== 'VariableDeclaration') return null;
  if (declaration.declarations.length !== 1) return null;
  const whole = specifiers.find(({ imported }) => imported === '*');
  if (whole) {
    return `import ${target.hasDefault ? whole.local : `* as ${whole.local}`} from '${target.source}';`;
  }
  const listed = specifiers.map(({ imported, local }) =>
    imported === local ? local : `${imported} as ${local}`,
  );
  return `import { ${listed.join(', ')} } from '${target.source}';`;
}

/** `const a = require('m').b`, not a later `m.b`. */
function isTakenAtOnce(name: ImportedName, { statement }: Reference): boolean {
  return name.span.start >= statement.start && name.span.end <= statement.end;
}

function exportFor(shape: Shape, statement: Node, wantsDefault: boolean): Edit[] {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
    return [];
  const { left, right } = statement.expression;
  const span = spanOf(statement);
  const value = shape.text.slice(right.start ?? 0, right.end ?? 0);
  const semicolon = shape.text[span.end - 1] === ';' ? ';' : '';
  if (left.type !== 'MemberExpression') return [];
  const target = shape.text.slice(span.start, left.end ?? 0);
  if (target === 'module.exports') {
    return [{ ...span, text: wholeExport(shape, right, value, semicolon, wantsDefault) }];
  }
  if (!/^(?:module\.)?exports\.[\w$]+$/.test(target)) return [];
  const name = nameOf(left.property);
  if (right.type === 'Identifier') {
    const given = right.name === name ? name : `${right.name} as ${name}`;
    return [{ ...span, text: `export { ${given} }${semicolon}` }];
  }
  if (name === 'default') return [{ ...span, text: `export default ${value}${semicolon}` }];
  return [{ ...span, text: `export const ${name} = ${value}${semicolon}` }];
}

function wholeExport(
  shape: Shape,
  right: Node,
  value: string,
  semicolon: string,
  wantsDefault: boolean,
): string {
  const named = right.type === 'ObjectExpression' ? shape.exports.filter(({ form }) => form === 'list') : [];
  const listable =
    named.length > 0 && named.every(({ local }) => local !== null && shape.declared.has(local));
  if (!listable) return `export default ${value}${semicolon}`;
  const list = named.map(({ name, local }) => (local === name ? name : `${local} as ${name}`)).join(', ');
  const both = wantsDefault ? `\nexport default ${value}${semicolon}` : '';
  return `export { ${list} }${semicolon}${both}`;
}
