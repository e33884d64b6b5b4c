import type { Edit } from '../edits.ts';
import { append, styled } from './candidate.ts';
import type { Reference, Shape } from './shape.ts';
import { type Node, nameOf, spanOf } from './syntax.ts';

/** Rewrites ES module syntax as CommonJS. Null when it uses what CommonJS has not. */
export function toCommonJs(shape: Shape): Edit[] | null {
  if (shape.stars.length > 0 || /\bimport\.meta\b|^await\b/m.test(shape.text)) return null;
  const edits: Edit[] = [];
  const given: string[] = [];
  let whole: string | null = null;
  for (const statement of shape.tree.program.body) {
    if (statement.type === 'ImportDeclaration') {
      const reference = shape.references.find((one) => one.statement.start === statement.start);
      if (reference) edits.push({ ...spanOf(statement), text: styled(shape, requireFor(reference)) });
    } else if (statement.type === 'ExportNamedDeclaration') {
      edits.push(withoutExport(shape, statement));
      given.push(...givenBy(shape, statement));
    } else if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement;
      const named = 'id' in declaration && declaration.id && /Declaration$/.test(declaration.type);
      const end = declaration.start ?? 0;
      edits.push({ start: statement.start ?? 0, end, text: named ? '' : 'module.exports = ' });
      whole = named && declaration.id ? nameOf(declaration.id) : '';
    }
  }
  const lines = exportLines(given, whole);
  if (lines.length > 0) edits.push(append(shape, `\n${lines.join('\n')}`).edit);
  return edits;
}

function exportLines(given: readonly string[], whole: string | null): string[] {
  if (whole === null) return given.length > 0 ? [`module.exports = { ${given.join(', ')} };`] : [];
  const rest = given.map((one) => {
    const [name = '', value = name] = one.split(': ');
    return `module.exports.${name} = ${value};`;
  });
  return [...(whole === '' ? [] : [`module.exports = ${whole};`]), ...rest];
}

function requireFor({ source, names }: Reference): string {
  const specifiers = names.filter(({ member }) => !member);
  const call = `require('${source}')`;
  const listed = specifiers
    .filter(({ imported }) => imported !== 'default' && imported !== '*')
    .map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`));
  const whole = specifiers.find(({ imported }) => imported === 'default' || imported === '*')?.local;
  if (whole === undefined && listed.length === 0) return `${call};`;
  const taken = listed.length > 0 ? `const { ${listed.join(', ')} } = ${whole ?? call};` : '';
  return [
    ...(whole === undefined ? [] : [`const ${whole} = ${call};`]),
    ...(taken === '' ? [] : [taken]),
  ].join('\n');
}

/** The declaration alone, or nothing for a list of names. */
function withoutExport(shape: Shape, statement: Node): Edit {
  const { start, end } = spanOf(statement);
  if (statement.type === 'ExportNamedDeclaration' && statement.declaration) {
    return { start, end: statement.declaration.start ?? start, text: '' };
  }
  const after = /^[ \t]*\r?\n/.exec(shape.text.slice(end))?.[0].length ?? 0;
  return { start, end: end + after, text: '' };
}

/** The names that a statement gave, as keys of an object. */
function givenBy(shape: Shape, statement: Node): string[] {
  const { start, end } = spanOf(statement);
  return shape.exports
    .filter(({ span }) => span.start >= start && span.end <= end)
    .map(({ name, local, from }) => {
      if (from !== null) return `${name}: require('${from}').${local ?? name}`;
      return local === name || local === null ? name : `${name}: ${local}`;
    });
}
