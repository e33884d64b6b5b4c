import { isTestPath } from '../../guard/role.ts';
import { namesGivenBy } from './audit.ts';
import type { Candidate } from './candidate.ts';
import { crossKinds, takeAnother, takeFromElsewhere } from './importer-side.ts';
import type { Case, MissingName } from './missing-name.ts';
import { giveFromElsewhere, giveOtherKind, giveWhatIsKept, renameInModule } from './module-side.ts';
import type { Sources } from './sources.ts';

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
