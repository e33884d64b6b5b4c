import type { Edit } from '../edits.ts';
import { append, replace } from './candidate.ts';
import type { Exported, Shape } from './shape.ts';
import { occurrencesOf } from './syntax.ts';

type FileEdit = { path: string; edit: Edit };

/** Gives away a top-level name that was kept, or under one more name. */
export function alsoExport(
  module: Shape,
  local: string,
  name: string,
  system: 'esm' | 'commonjs',
): FileEdit[] {
  const declared = module.declared.get(local);
  if (system === 'commonjs') return [addToModuleExports(module, local, name)];
  if (name === 'default') return [append(module, `export default ${local};`)];
  if (declared && !declared.exported && local === name) {
    return [replace(module, { start: declared.statement.start, end: declared.statement.start }, 'export ')];
  }
  const type = declared?.typeOnly ? 'type ' : '';
  return [append(module, `export ${type}{ ${local === name ? name : `${local} as ${name}`} };`)];
}

/** Into the object that is `module.exports` where there is one, else as a property of it. */
function addToModuleExports(module: Shape, local: string, name: string): FileEdit {
  const last = module.exports.filter(({ form, from }) => form === 'list' && from === null).at(-1);
  if (module.keys && last) {
    const added = local === name ? name : `${name}: ${local}`;
    const before = module.text.slice(0, last.span.start);
    const indent = /\n[ \t]*$/.exec(before)?.[0];
    return replace(module, { start: last.span.end, end: last.span.end }, `,${indent ?? ' '}${added}`);
  }
  const short = module.exports.some(
    ({ form, span }) => form === 'property' && module.text.startsWith('exports.', span.start),
  );
  return append(module, `${short ? '' : 'module.'}exports.${name} = ${local};`);
}

/**
 * Renames what a module gives, with its uses in that file. Null when that cannot be done safely: the new name is taken,
 * or the old one is declared twice.
 */
export function renameExport(module: Shape, exported: Exported, to: string): FileEdit[] | null {
  const { local, name, nameSpan, form } = exported;
  if (!nameSpan) return null;
  if (local === null || local !== name || exported.from !== null) {
    const text = form === 'list' && exported.from !== null && local === name ? `${name} as ${to}` : to;
    return [replace(module, nameSpan, text)];
  }
  if (module.declared.has(to)) return form === 'list' ? [replace(module, exported.span, to)] : null;
  const occurrences = occurrencesOf(module.tree, local);
  if (!occurrences) return null;
  const edits = occurrences.map((one) => {
    const inObject = one.shorthand && one.start !== nameSpan.start;
    return replace(module, one, inObject ? `${local}: ${to}` : to);
  });
  const covered = occurrences.some(({ start }) => start === nameSpan.start);
  return covered ? edits : [...edits, replace(module, nameSpan, to)];
}
