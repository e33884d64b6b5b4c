import { builtinModules } from 'node:module';
import type { Problem } from './problem.ts';
import type { ImportedName, Reference, Shape } from './shape.ts';
import type { Sources } from './sources.ts';
import { walk } from './syntax.ts';

/** Names that every object and function has: to take them from a module is no mistake of a module. */
const COMMON = new Set([
  'default',
  'then',
  'prototype',
  'name',
  'length',
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** Finds by reading alone what is wrong with the imports of a file, whatever the tools say. */
export async function audit(sources: Sources, shape: Shape): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const reference of shape.references) {
    const target = sources.target(shape.path, reference.source);
    if (target === null) continue;
    const path = sources.resolve(shape.path, reference.source);
    if (path === null) {
      problems.push({ kind: 'unresolved', importer: shape, reference, target });
      continue;
    }
    const module = await sources.shape(path);
    if (module) problems.push(...(await auditNames(sources, shape, reference, module)));
  }
  return problems;
}

/** Packages that a file names and that are no builtin of Node: whether they are there, the message tells. */
export function packagesOf(sources: Sources, shape: Shape): Reference[] {
  return shape.references.filter(
    ({ source }) =>
      sources.target(shape.path, source) === null &&
      !/^(?:\/|\w+:(?!\/\/))/.test(source.replace(/^node:/, '')) &&
      !builtinModules.includes(source.replace(/^node:/, '')),
  );
}

/** Build results and assets are not tracked, and yet they are there when the tool runs. */
export function isGenerated(sources: Sources, target: string): boolean {
  if (/\.(?:css|s[ac]ss|less|svg|png|wasm|node)$/.test(target)) return true;
  const folder = /^(?:.*\/)?(?:dist|build|out|lib|generated|node_modules)\//.exec(target)?.[0];
  return folder !== undefined && !sources.files.some((file) => file.startsWith(folder));
}

async function auditNames(
  sources: Sources,
  importer: Shape,
  reference: Reference,
  module: Shape,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const given = await namesGivenBy(sources, module);
  for (const name of reference.names) {
    if (isCalledWhole(importer, reference, name, module)) {
      problems.push({ kind: 'called-whole', importer, reference, name, module });
    } else if (isMissing(reference, name, module, given)) {
      problems.push({ kind: 'missing-name', importer, reference, name, module });
    }
  }
  return problems;
}

/** Null when there may be more than can be seen. */
export async function namesGivenBy(
  sources: Sources,
  module: Shape,
  seen: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string> | null> {
  if (module.open || module.system === 'none') return module.open ? null : new Set();
  const names = new Set(module.exports.map(({ name }) => name));
  for (const star of module.stars) {
    const path = sources.resolve(module.path, star);
    const next = path === null ? null : await sources.shape(path);
    if (!next) return null;
    if (seen.has(next.path)) continue;
    const deeper = await namesGivenBy(sources, next, new Set([...seen, module.path]));
    if (!deeper) return null;
    for (const name of deeper) if (name !== 'default') names.add(name);
  }
  return names;
}

function isMissing(
  reference: Reference,
  name: ImportedName,
  module: Shape,
  given: ReadonlySet<string> | null,
): boolean {
  if (name.imported === '*' || given === null) return false;
  const esm = module.system === 'esm';
  if (!name.member) {
    if (name.imported === 'default') return esm ? !given.has('default') : false;
    return !given.has(name.imported);
  }
  if (COMMON.has(name.imported)) return false;
  const whole = reference.names.find(({ local, member }) => !member && local === name.local);
  // `require('./m').name` stands for itself.
  if (!whole || whole.imported === '*') return !given.has(name.imported);
  return (
    module.keys !== null &&
    whole.imported === 'default' &&
    !module.keys.some((key) => key.name === name.imported)
  );
}

/** `const add = require('./math')` and then `add(1)`, where the module is an object. */
function isCalledWhole(importer: Shape, reference: Reference, name: ImportedName, module: Shape): boolean {
  if (name.member || module.open) return false;
  const object =
    module.system === 'esm' ? module.exports.length > 0 : module.keys !== null || module.exports.length > 0;
  const wholeOfOther = name.imported === '*' || (name.imported === 'default' && module.system === 'commonjs');
  if (
    !object ||
    !wholeOfOther ||
    module.exports.some((one) => one.form === 'default' && one.local !== null && module.keys === null)
  ) {
    return false;
  }
  let called = false;
  walk(importer.tree, (node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    if (node.callee.type === 'Identifier' && node.callee.name === name.local) called = true;
  });
  return called && reference.kind !== 'reexport';
}
