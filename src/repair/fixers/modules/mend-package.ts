import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type Candidate, replace, toEdits } from './candidate.ts';
import { nearNames } from './near.ts';
import type { Problem } from './problem.ts';
import { readingsOf, type Sources } from './sources.ts';

/** A package that is not there: a slip of the pen, or a file of one's own without `./`. */
export async function mendPackage(
  sources: Sources,
  { importer, reference }: Extract<Problem, { kind: 'package' }>,
): Promise<{ candidates: Candidate[]; advice: string | null }> {
  const name = packageOf(reference.source);
  const known = [...(await dependencies(sources)), ...builtinModules.filter((one) => !one.startsWith('_'))];
  const prefixed = name.startsWith('node:') ? 'node:' : '';
  const near = nearNames(name.slice(prefixed.length), known).slice(0, 3);
  const spelled = near.map(({ name: known, letters }) => ({
    text: prefixed + known + reference.source.slice(name.length),
    cost: letters,
  }));
  const local = readingsOf(posix.join(posix.dirname(importer.path), reference.source)).some((path) =>
    sources.has(path),
  );
  const own = local ? [{ text: `./${reference.source}`, cost: 0.5 }] : [];
  const candidates = [...own, ...spelled].map(({ text, cost }): Candidate => {
    const edits = importer.references
      .filter(({ source }) => source === reference.source)
      .map((one) => replace(importer, one.sourceSpan, text));
    return { title: `import '${text}' instead of '${reference.source}'`, cost, edits: toEdits(edits) };
  });
  return { candidates, advice: prefixed === '' && !name.startsWith('#') ? `npm install ${name}` : null };
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

async function dependencies(sources: Sources): Promise<string[]> {
  const names: string[] = [];
  for (const file of sources.files.filter((path) => /(?:^|\/)package\.json$/.test(path)).slice(0, 50)) {
    const text = (await sources.text(file)) ?? '';
    for (const [, block = ''] of text.matchAll(/"(?:\w*[dD]ependencies)"\s*:\s*\{([^}]*)\}/g)) {
      names.push(...[...block.matchAll(/"([^"]+)"\s*:/g)].map(([, name = '']) => name));
    }
  }
  return [...new Set(names)];
}
