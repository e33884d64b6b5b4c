import type { Edit } from '../edits.ts';
import { replace } from './candidate.ts';
import type { ImportedName, Reference, Shape } from './shape.ts';
import type { Use } from './sources.ts';
import { occurrencesOf } from './syntax.ts';

type FileEdit = { path: string; edit: Edit };

/** Takes `to` instead of a name, and calls it so where the file does not use that name otherwise. */
export function takeInstead({ importer, reference }: Use, name: ImportedName, to: string): FileEdit[] {
  if (reference.kind === 'reexport') return [replace(importer, name.span, `${to} as ${name.local}`)];
  if (name.member || name.local !== name.imported) return [replace(importer, name.nameSpan, to)];
  const occurrences = isFree(importer, to) ? occurrencesOf(importer.tree, name.local) : null;
  if (!occurrences) {
    const pattern = /^\s*(?:const|let|var)\b/.test(
      importer.text.slice(importer.text.lastIndexOf('\n', name.span.start) + 1),
    );
    return [replace(importer, name.span, pattern ? `${to}: ${name.local}` : `${to} as ${name.local}`)];
  }
  return occurrences.map((one) => {
    const inObject = one.shorthand && one.start !== name.nameSpan.start;
    return replace(importer, one, inObject ? `${name.local}: ${to}` : to);
  });
}

function isFree(shape: Shape, name: string): boolean {
  return (
    !shape.declared.has(name) &&
    !shape.references.some((one) => one.names.some(({ local }) => local === name))
  );
}

/**
 * Rewrites what a statement takes: `names` in place of what it took. Empty when the statement has a form that is not
 * understood.
 */
export function takeNames(
  { importer, reference }: Use,
  names: readonly { imported: string; local: string }[],
): FileEdit[] {
  const { start } = reference.statement;
  const text = importer.text.slice(start, reference.statement.end);
  const found =
    reference.kind === 'import'
      ? /^(import\s+(?:type\s+)?)([\s\S]*?)(?=\s*from\s*['"])/.exec(text)
      : /^((?:const|let|var)\s+)([\s\S]*?)(?=\s*=\s*(?:await\s+)?(?:require|import)\()/.exec(text);
  if (!found) return [];
  const [, before = '', clause = ''] = found;
  const from = start + before.length;
  const rendered = reference.kind === 'import' ? renderImport(names) : renderPattern(names);
  if (rendered === null) return [];
  return [replace(importer, { start: from, end: from + clause.length }, rendered)];
}

function renderImport(names: readonly { imported: string; local: string }[]): string | null {
  const whole = names.find(({ imported }) => imported === 'default')?.local;
  const space = names.find(({ imported }) => imported === '*')?.local;
  const listed = names
    .filter(({ imported }) => imported !== 'default' && imported !== '*')
    .map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`));
  if (space !== undefined && listed.length > 0) return null;
  const parts = [
    whole,
    space === undefined ? undefined : `* as ${space}`,
    listed.length > 0 ? `{ ${listed.join(', ')} }` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function renderPattern(names: readonly { imported: string; local: string }[]): string | null {
  const whole = names.find(({ imported }) => imported === '*' || imported === 'default');
  if (whole) return names.length === 1 ? whole.local : null;
  return `{ ${names.map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`)).join(', ')} }`;
}

/** What a statement takes by its specifiers, members left out. */
export function specifiersOf(reference: Reference): ImportedName[] {
  return reference.names.filter(({ member }) => !member);
}
