import { posix } from 'node:path';
import { isTestPath } from '../test-paths.ts';
import { namesGivenBy } from './audit.ts';
import { append, type Candidate, replace, toEdits } from './candidate.ts';
import { alsoExport, renameExport } from './export-edits.ts';
import { specifiersOf, takeInstead, takeNames } from './import-edits.ts';
import { nearNames } from './near.ts';
import type { Problem } from './problem.ts';
import type { Exported, ImportedName, Shape } from './shape.ts';
import type { Sources, Use } from './sources.ts';

type MissingName = Extract<Problem, { kind: 'missing-name' }>;

/** A use of a module together with the name that it takes in vain. */
interface Wanting extends Use {
  readonly name: ImportedName;
}

/** What is known about a missing name when ways to mend it are looked for. */
interface Case {
  readonly sources: Sources;
  readonly module: Shape;
  readonly wanted: string;
  /** What the name is called by the one who wants it: for a default import its local name. */
  readonly called: string;
  readonly wanting: readonly Wanting[];
  /** Tests want it: then only the module may change. */
  readonly fixed: boolean;
  readonly given: ReadonlySet<string>;
  readonly uses: readonly Use[];
  readonly system: 'esm' | 'commonjs';
}

/** Ways to bring together who takes a name and who should give it: at the importers, or in the module. */
export async function mendName(sources: Sources, problem: MissingName): Promise<Candidate[]> {
  const { module, name } = problem;
  const uses = await sources.usesOf(module.path);
  const wanting = uses.flatMap((use) =>
    use.reference.names
      .filter((one) => one.imported === name.imported && one.member === name.member)
      .map((one) => ({ ...use, name: one })),
  );
  const byImport = problem.reference.kind === 'import' || problem.reference.kind === 'reexport';
  const one: Case = {
    sources,
    module,
    wanted: name.imported,
    called: name.imported === 'default' ? name.local : name.imported,
    wanting:
      wanting.length > 0 ? wanting : [{ importer: problem.importer, reference: problem.reference, name }],
    fixed: [...wanting, problem].some(({ importer }) => isTestPath(importer.path)),
    given: (await namesGivenBy(sources, module)) ?? new Set(),
    uses,
    system: module.system === 'none' ? (byImport ? 'esm' : 'commonjs') : module.system,
  };
  return [
    ...giveWhatIsKept(one),
    ...(one.fixed ? [] : takeAnother(one)),
    ...(one.fixed ? [] : crossKinds(one)),
    ...(await takeFromElsewhere(one)),
    ...(await renameInModule(one)),
    ...giveOtherKind(one),
    ...(await giveFromElsewhere(one)),
  ];
}

/** The module declares it, but keeps it. */
function giveWhatIsKept({ module, wanted, called, given, system }: Case): Candidate[] {
  const kept = module.declared.get(called);
  if (!kept || kept.exported || given.has(called) || module.exports.some(({ local }) => local === called))
    return [];
  const title =
    wanted === 'default'
      ? `export ${called} of ${module.path} by default`
      : `export ${called} of ${module.path}`;
  return [{ title, cost: 0.3, edits: toEdits(alsoExport(module, called, wanted, system)) }];
}

/** The importers misspelled it. */
function takeAnother({ module, wanted, wanting, given }: Case): Candidate[] {
  if (wanted === 'default') return [];
  const known =
    wanting.some(({ name }) => name.member) && module.keys ? module.keys.map(({ name }) => name) : [];
  return nearNames(wanted, [...given, ...known])
    .slice(0, 3)
    .map(
      ({ name: to, letters }): Candidate => ({
        title: `use ${to} of ${module.path} for ${wanted}`,
        cost: 1 + letters * 0.5 + (wanting.length - 1) * 0.3,
        edits: toEdits(wanting.flatMap((use) => takeInstead(use, use.name, to))),
      }),
    );
}

/** The importers take by default what is named, or by name what is the default. */
function crossKinds({ module, wanted, called, wanting, given }: Case): Candidate[] {
  const others = [...given].filter((name) => name !== 'default');
  const whole = module.exports.find(({ name }) => name === 'default');
  const target =
    wanted !== 'default'
      ? whole && (whole.local === null || whole.local === wanted || others.length === 0)
        ? 'default'
        : null
      : (others.find((name) => name === called) ??
        nearNames(called, others)[0]?.name ??
        (others.length === 1 ? others[0] : '*'));
  if (target === null || target === undefined) return [];
  const edits = wanting.flatMap((use) => {
    const names = specifiersOf(use.reference);
    if (use.name.member || !names.includes(use.name)) return [];
    const commonjs = use.reference.kind !== 'import' && target === 'default' ? '*' : target;
    return takeNames(
      use,
      names.map(({ imported, local }) =>
        local === use.name.local ? { imported: commonjs, local } : { imported, local },
      ),
    );
  });
  if (edits.length === 0) return [];
  const what =
    target === 'default'
      ? `the default export of ${module.path}`
      : target === '*'
        ? `all of ${module.path}`
        : `${target} of ${module.path} by name`;
  return [{ title: `import ${what}`, cost: target === '*' ? 2 : 0.8, edits: toEdits(edits) }];
}

/** Another module gives it: the importers name the wrong one. Allowed for tests too, for only a path changes. */
async function takeFromElsewhere(one: Case): Promise<Candidate[]> {
  if (one.wanted === 'default' || one.wanting.some(({ name }) => name.member)) return [];
  const candidates: Candidate[] = [];
  for (const { giver, far } of await giversOf(one)) {
    const given = (await namesGivenBy(one.sources, giver)) ?? new Set();
    const edits = one.wanting.flatMap(({ importer, reference }) => {
      if (!specifiersOf(reference).every(({ imported }) => given.has(imported))) return [];
      return [replace(importer, reference.sourceSpan, specifierLike(reference.source, importer, giver))];
    });
    if (edits.length > 0)
      candidates.push({
        title: `import ${one.wanted} from ${giver.path}`,
        cost: 1.4 + far,
        edits: toEdits(edits),
      });
  }
  return candidates;
}

/** The module is an entrance to others, one of which has it. */
async function giveFromElsewhere(one: Case): Promise<Candidate[]> {
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

/** Modules that give the wanted name themselves, nearest first. */
async function giversOf({
  sources,
  module,
  wanted,
  wanting,
}: Case): Promise<{ giver: Shape; far: number }[]> {
  const shapes = await sources.holding(wanted);
  const importers = new Set(wanting.map(({ importer }) => importer.path));
  const givers = shapes.filter(
    (shape) =>
      shape.path !== module.path &&
      !importers.has(shape.path) &&
      !isTestPath(shape.path) &&
      shape.exports.some(({ name, from }) => name === wanted && from === null),
  );
  const near = posix.dirname(module.path);
  const ranked = givers.map((giver) => ({
    giver,
    far: posix.relative(near, giver.path).split('/').length * 0.2,
  }));
  ranked.sort((a, b) => a.far - b.far);
  return ranked.slice(0, 3).map(({ giver, far }) => ({ giver, far: far + (givers.length - 1) * 0.3 }));
}

/** Another file, written the way that a specifier is: with or without extension. */
function specifierLike(sample: string, importer: Shape, module: Shape): string {
  const plain = posix.relative(posix.dirname(importer.path), module.path);
  const path = plain.startsWith('.') ? plain : `./${plain}`;
  if (/\.[cm]?tsx?$/.test(sample)) return path;
  if (/\.[cm]?jsx?$/.test(sample)) return path.replace(/\.([cm]?)tsx?$/, '.$1js');
  return path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}

/** The module misspelled it: renamed where nobody takes the old name, else given under both. */
async function renameInModule(one: Case): Promise<Candidate[]> {
  const { sources, module, wanted, wanting, given, uses, fixed } = one;
  if (wanted === 'default') return renameKey(one);
  const near = nearNames(wanted, given);
  // With but one thing to take, that is what was meant.
  const only = near.length === 0 && given.size === 1 ? [...given].filter((name) => name !== 'default') : [];
  const options = [...near.slice(0, 3), ...only.map((name) => ({ name, letters: 6 }))];
  const candidates: Candidate[] = [];
  for (const { name, letters } of options) {
    const place = await placeOf(sources, module, name);
    if (!place) continue;
    const users = uses.filter(({ reference }) =>
      reference.names.some((taken) => taken.imported === name),
    ).length;
    const renamed = users === 0 ? renameExport(place.shape, place.exported, wanted) : null;
    const { local } = place.exported;
    const aliased =
      local === null
        ? []
        : alsoExport(place.shape, local, wanted, place.shape.system === 'commonjs' ? 'commonjs' : 'esm');
    const many = users === 0 && (wanting.length > 2 || fixed) ? 1.2 : 0;
    const cost = 2 + letters * 0.5 - many;
    if (renamed)
      candidates.push({
        title: `rename ${name} of ${place.shape.path} to ${wanted}`,
        cost,
        edits: toEdits(renamed),
      });
    if (aliased.length > 0)
      candidates.push({
        title: `export ${name} of ${place.shape.path} as ${wanted} too`,
        cost: cost + 0.8,
        edits: toEdits(aliased),
      });
  }
  return [...candidates, ...renameKey(one)];
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

/** Where an export of a module is written: in itself, or in one that it passes on. */
async function placeOf(
  sources: Sources,
  module: Shape,
  name: string,
): Promise<{ shape: Shape; exported: Exported } | null> {
  const own = module.exports.find((one) => one.name === name);
  if (own) return { shape: module, exported: own };
  for (const star of module.stars) {
    const path = sources.resolve(module.path, star);
    const next = path === null ? null : await sources.shape(path);
    const found = next && next.path !== module.path ? await placeOf(sources, next, name) : null;
    if (found) return found;
  }
  return null;
}

/** The module gives by default what is wanted by name, or by name what is wanted by default. */
function giveOtherKind({ module, wanted, called, given, system, fixed }: Case): Candidate[] {
  const late = fixed ? 0 : 1.5;
  const others = module.exports.filter(({ name, from }) => name !== 'default' && from === null);
  if (wanted === 'default') {
    const found = others.find(({ name }) => name.toLowerCase() === called.toLowerCase()) ?? others[0];
    if (
      !found?.local ||
      module.declared.has(called) ||
      (others.length > 1 && found.name.toLowerCase() !== called.toLowerCase())
    )
      return [];
    return [
      {
        title: `export ${found.local} of ${module.path} by default too`,
        cost: 1 + late,
        edits: toEdits(alsoExport(module, found.local, 'default', system)),
      },
    ];
  }
  const whole = module.exports.find(({ name, form }) => name === 'default' && form === 'default');
  if (!whole || given.has(wanted)) return [];
  const far =
    nearNames(wanted, whole.local === null ? [] : [whole.local])[0]?.letters ??
    (whole.local === wanted ? 0 : 3);
  if (whole.local !== null) {
    return [
      {
        title: `export ${whole.local} of ${module.path} as ${wanted} too`,
        cost: 1 + late + far * 0.5,
        edits: toEdits(alsoExport(module, whole.local, wanted, system)),
      },
    ];
  }
  const nameless = /^export default (?:async )?(?:function\*?|class)(?=\s*[({])/.exec(
    module.text.slice(whole.span.start, whole.span.end),
  )?.[0];
  if (nameless === undefined || module.declared.has(wanted)) return [];
  const at = whole.span.start + nameless.length;
  const named = replace(module, { start: at, end: at }, ` ${wanted}`);
  return [
    {
      title: `name the default export of ${module.path} ${wanted} and export it`,
      cost: 1.5 + late,
      edits: toEdits([named, append(module, `export { ${wanted} };`)]),
    },
  ];
}

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
