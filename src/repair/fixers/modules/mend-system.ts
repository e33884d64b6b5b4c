import { posix } from 'node:path';
import { type Candidate, toEdits } from './candidate.ts';
import type { Problem } from './problem.ts';
import type { Reference, Shape } from './shape.ts';
import type { Sources } from './sources.ts';
import { toCommonJs } from './to-commonjs.ts';
import { type Target, toEsm, withRequire } from './to-esm.ts';

/** Rewrites a file for the module system that it is run by; its package's `type` stays as it is. */
export async function mendSystem(
  sources: Sources,
  { shape, wants }: Extract<Problem, { kind: 'system' }>,
): Promise<Candidate[]> {
  const edit = (edits: Parameters<typeof toEdits>[0][number]['edit'][]) =>
    toEdits(edits.map((one) => ({ path: shape.path, edit: one })));
  if (wants === 'commonjs') {
    const edits = toCommonJs(shape);
    return edits ? [{ title: `write ${shape.path} as CommonJS`, cost: 1, edits: edit(edits) }] : [];
  }
  const targets = new Map<Reference, Target>();
  for (const reference of shape.references)
    targets.set(reference, await targetFor(sources, shape, reference));
  const uses = await sources.usesOf(shape.path);
  const wantsDefault = uses.some(({ reference }) =>
    reference.names.some((name) => !name.member && name.imported === 'default'),
  );
  const edits = toEsm(
    shape,
    (reference) => targets.get(reference) ?? { source: reference.source, hasDefault: true },
    wantsDefault,
  );
  const esm = edits ? [{ title: `write ${shape.path} as an ES module`, cost: 1, edits: edit(edits) }] : [];
  const requires = shape.references.some(({ kind }) => kind === 'require') && !/\bexports\b/.test(shape.text);
  const own = { title: `give ${shape.path} a require of its own`, cost: 2, edits: edit(withRequire(shape)) };
  return requires ? [...esm, own] : esm;
}

async function targetFor(sources: Sources, shape: Shape, reference: Reference): Promise<Target> {
  const path = sources.resolve(shape.path, reference.source);
  const module = path === null ? null : await sources.shape(path);
  if (path === null || !module) return { source: reference.source, hasDefault: true };
  const plain = posix.relative(posix.dirname(shape.path), path);
  const source = plain.startsWith('.') ? plain : `./${plain}`;
  // A CommonJS file beside it is most likely rewritten too: then its keys become names.
  const listed = module.keys !== null && module.keys.length > 0;
  const hasDefault =
    module.system === 'esm'
      ? module.exports.some(({ name }) => name === 'default')
      : !listed || path.endsWith('.cjs');
  return { source, hasDefault };
}
