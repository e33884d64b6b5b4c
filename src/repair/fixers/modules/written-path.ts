import { posix } from 'node:path';
import type { Reference, Shape } from './shape.ts';
import { type Sources, stemOf, type Use } from './sources.ts';

/** How to write a path in an importer: as it writes others (`usual`), and the other way. */
export function formsOf(
  sources: Sources,
  { importer, reference }: Use,
  path: string,
): { form: 'usual' | 'whole' | 'short'; text: string }[] {
  const whole = relative(sources, importer, reference, path);
  const short = stemOf(whole).replace(/\/index$/, '');
  const shortest = short === '.' || short === '..' || short === '' ? `${short || '.'}/` : short;
  if (/\.(?:json|vue|svelte)$/.test(path)) return [{ form: 'usual', text: whole }];
  const asScript = whole.replace(/\.([cm]?)tsx?$/, '.$1js');
  const habit = habitOf(sources, importer, reference);
  const written = { none: shortest, js: asScript, exact: whole }[habit];
  const other =
    habit === 'none'
      ? importer.path.endsWith('s') && /\.[cm]?ts$/.test(importer.path)
        ? asScript
        : whole
      : shortest;
  const forms = [
    { form: 'usual' as const, text: written },
    { form: habit === 'none' ? ('whole' as const) : ('short' as const), text: other },
    ...(habit === 'js' && asScript !== whole ? [{ form: 'whole' as const, text: whole }] : []),
  ];
  return forms.filter(({ text }) => text !== reference.source);
}

/** The path from the importer; through the alias where one was used and reaches. */
function relative(sources: Sources, importer: Shape, reference: Reference, path: string): string {
  if (!reference.source.startsWith('.')) {
    const rest = sources.target(importer.path, reference.source) ?? '';
    const prefix = commonPrefix(reference.source, rest, path);
    if (prefix !== null) return prefix;
  }
  const plain = posix.relative(posix.dirname(importer.path), path);
  return plain.startsWith('.') ? plain : `./${plain}`;
}

/** `@/a/b` that points to `src/a/b`, for `src/a/c`: `@/a/c`. */
function commonPrefix(source: string, target: string, path: string): string | null {
  let shared = 0;
  while (
    shared < source.length &&
    shared < target.length &&
    source.at(-1 - shared) === target.at(-1 - shared)
  )
    shared += 1;
  const folder = target.slice(0, target.length - shared);
  return path.startsWith(folder) ? source.slice(0, source.length - shared) + path.slice(folder.length) : null;
}

/** Does this file write extensions, and `.js` for what is `.ts`? Read off its other imports, then off the wrong one itself. */
function habitOf(sources: Sources, importer: Shape, reference: Reference): 'none' | 'js' | 'exact' {
  const others = importer.references.filter(
    (other) => other !== reference && sources.resolve(importer.path, other.source) !== null,
  );
  for (const { source } of [...others, reference]) {
    if (/\.[cm]?tsx?$/.test(source)) return 'exact';
    if (/\.[cm]?jsx?$/.test(source)) return /\.[cm]?tsx?$/.test(importer.path) ? 'js' : 'exact';
    if (source.startsWith('.') && !source.endsWith('.json')) return 'none';
  }
  return 'none';
}
