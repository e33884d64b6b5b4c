import { isTestPath } from '../../guard/role.ts';
import { append, type Candidate, replace, toEdits } from './candidate.ts';
import { takeNames } from './import-edits.ts';
import type { Problem } from './problem.ts';

/** The whole module is called, but the function is in it. */
export function mendCall({
  importer,
  reference,
  name,
  module,
}: Extract<Problem, { kind: 'called-whole' }>): Candidate[] {
  const names = module.exports.filter((one) => one.name !== 'default');
  const meant =
    names.find((one) => one.name.toLowerCase() === name.local.toLowerCase()) ??
    (names.length === 1 ? names[0] : undefined);
  const whole = module.exports.find((one) => one.name === 'default' && module.system === 'esm');
  if (!isTestPath(importer.path)) {
    const options = [...(meant ? [meant.name] : []), ...(whole ? ['default'] : [])];
    return options.map((imported, index): Candidate => {
      const edits = takeNames({ importer, reference }, [{ imported, local: name.local }]);
      return { title: `take ${imported} of ${module.path}`, cost: 0.5 + index, edits: toEdits(edits) };
    });
  }
  const literal =
    module.keys && module.exports.find((one) => one.form === 'default' && module.system === 'commonjs');
  if (!literal || !meant?.local) return [];
  const all = (module.keys ?? []).flatMap((key) => module.exports.find((one) => one.name === key.name) ?? []);
  const given = all.map((one) => append(module, `module.exports.${one.name} = ${one.local ?? one.name};`));
  if (all.some((one) => one.local === null)) return [];
  const text = given.map(({ edit }) => edit.text).join('');
  const last = given.at(-1);
  if (!last) return [];
  const edits = [
    replace(module, literal.span, meant.local),
    { path: module.path, edit: { ...last.edit, text } },
  ];
  return [{ title: `export ${meant.name} of ${module.path} as the whole`, cost: 1.5, edits: toEdits(edits) }];
}
