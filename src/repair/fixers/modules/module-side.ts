import { append, type Candidate, replace, toEdits } from './candidate.ts';
import { alsoExport, renameExport } from './export-edits.ts';
import { type Case, giversOf, placeOf, specifierLike } from './missing-name.ts';
import { nearNames } from './near.ts';

/** The module declares it, but keeps it. */
export function giveWhatIsKept({ module, wanted, called, given, system }: Case): Candidate[] {
  const kept = module.declared.get(called);
  if (!kept || kept.exported || given.has(called) || module.exports.some(({ local }) => local === called))
    return [];
  const title =
    wanted === 'default'
      ? `export ${called} of ${module.path} by default`
      : `export ${called} of ${module.path}`;
  return [{ title, cost: 0.3, edits: toEdits(alsoExport(module, called, wanted, system)) }];
}

/** The module is an entrance to others, one of which has it. */
export async function giveFromElsewhere(one: Case): Promise<Candidate[]> {
  if (one.wanted === 'default' || one.system !== 'esm') return [];
  const entrance = one.module.exports.some(({ from }) => from !== null) || one.module.stars.length > 0;
  const givers = await giversOf(one);
  const sample =
    one.module.references.find(({ source }) => source.startsWith('.'))?.source ??
    one.wanting[0]?.reference.source ??
    '';
  return givers.map(({ giver, far }): Candidate => {
    const type = giver.declared.get(one.wanted)?.typeOnly ? 'type ' : '';
    const statement = `export ${type}{ ${one.wanted} } from '${specifierLike(sample, one.module, giver)}';`;
    return {
      title: `export ${one.wanted} of ${giver.path} from ${one.module.path}`,
      cost: (entrance ? 0.6 : 2.5) + far,
      edits: toEdits([append(one.module, statement)]),
    };
  });
}

/** The module misspelled it: renamed where nobody takes the old name, else given under both. */
export async function renameInModule(one: Case): Promise<Candidate[]> {
  const { wanted, given } = one;
  if (wanted === 'default') return renameKey(one);
  const near = nearNames(wanted, given).slice(0, 3);
  // With but one thing to take, that is what was meant.
  const only = near.length === 0 && given.size === 1 ? [...given].filter((name) => name !== 'default') : [];
  const candidates: Candidate[] = [];
  for (const { name, letters } of [...near, ...only.map((name) => ({ name, letters: 6 }))]) {
    candidates.push(...(await renameOne(one, name, 2 + letters * 0.5)));
  }
  return [...candidates, ...renameKey(one)];
}

async function renameOne(one: Case, name: string, usual: number): Promise<Candidate[]> {
  const { sources, module, wanted, uses } = one;
  const place = await placeOf(sources, module, name);
  if (!place) return [];
  const { shape, exported } = place;
  const isTaken = uses.some(({ reference }) => reference.names.some((taken) => taken.imported === name));
  const renamed = isTaken ? null : renameExport(shape, exported, wanted);
  const system = shape.system === 'commonjs' ? 'commonjs' : 'esm';
  const aliased = exported.local === null ? [] : alsoExport(shape, exported.local, wanted, system);
  const cost = usual - (!isTaken && (await isModulesMistake(one, name)) ? 1.2 : 0);
  const candidates = [
    { title: `rename ${name} of ${shape.path} to ${wanted}`, cost, edits: toEdits(renamed ?? []) },
    { title: `export ${name} of ${shape.path} as ${wanted} too`, cost: cost + 0.8, edits: toEdits(aliased) },
  ];
  return candidates.filter(({ edits }) => edits.size > 0);
}

/** Tests want the other name, or several files agree on it, or more files say it than the one that is given. */
async function isModulesMistake({ sources, wanted, wanting, fixed }: Case, name: string): Promise<boolean> {
  if (fixed || new Set(wanting.map(({ importer }) => importer.path)).size > 1) return true;
  return (await sources.holding(wanted)).length > (await sources.holding(name)).length;
}

/** `export default { sumn }` and `config.sum`: the key of the object is misspelled. */
function renameKey({ module, wanted, wanting }: Case): Candidate[] {
  if (!module.keys || !wanting.some(({ name }) => name.member) || module.system !== 'esm') return [];
  const keys = module.keys.map(({ name }) => name);
  return nearNames(wanted, keys)
    .slice(0, 2)
    .flatMap(({ name, letters }): Candidate[] => {
      const key = module.keys?.find((one) => one.name === name);
      if (!key) return [];
      const text = module.text.slice(key.span.start, key.span.end);
      const after = text === name ? `${wanted}: ${name}` : text.replace(name, wanted);
      return [
        {
          title: `rename ${name} of ${module.path} to ${wanted}`,
          cost: 2 + letters * 0.5,
          edits: toEdits([replace(module, key.span, after)]),
        },
      ];
    });
}

/** The module gives by default what is wanted by name, or by name what is wanted by default. */
export function giveOtherKind(one: Case): Candidate[] {
  const late = one.fixed ? 0 : 1.5;
  return one.wanted === 'default' ? alsoByDefault(one, late) : alsoByName(one, late);
}

function alsoByDefault({ module, called, system }: Case, late: number): Candidate[] {
  const named = module.exports.filter(({ name, from }) => name !== 'default' && from === null);
  const meant = named.find(({ name }) => name.toLowerCase() === called.toLowerCase());
  const { local } = meant ?? (named.length === 1 ? named[0] : undefined) ?? { local: null };
  if (local === null) return [];
  const edits = toEdits(alsoExport(module, local, 'default', system));
  return [{ title: `export ${local} of ${module.path} by default too`, cost: 1 + late, edits }];
}

function alsoByName({ module, wanted, given, system }: Case, late: number): Candidate[] {
  const whole = module.exports.find(({ name, form }) => name === 'default' && form === 'default');
  if (!whole || given.has(wanted)) return [];
  const { local, span } = whole;
  if (local !== null) {
    const far = local === wanted ? 0 : (nearNames(wanted, [local])[0]?.letters ?? 3);
    const edits = toEdits(alsoExport(module, local, wanted, system));
    return [{ title: `export ${local} of ${module.path} by name too`, cost: 1 + late + far * 0.5, edits }];
  }
  const nameless = /^export default (?:async )?(?:function\*?|class)(?=\s*[({])/;
  const head = nameless.exec(module.text.slice(span.start, span.end))?.[0];
  if (head === undefined || module.declared.has(wanted)) return [];
  const at = span.start + head.length;
  const named = replace(module, { start: at, end: at }, ` ${wanted}`);
  const edits = toEdits([named, append(module, `export { ${wanted} };`)]);
  return [
    { title: `name the default export of ${module.path} ${wanted} and export it`, cost: 1.5 + late, edits },
  ];
}
