import type { Idea } from './quick-fixes.ts';

/** How much a kind of fix asks one to believe: a slip of the pen costs little, an invented member much. */
const COST: Readonly<Record<string, number>> = {
  spelling: 0,
  fixForgottenThisPropertyAccess: 0,
  import: 1,
  fixImportNonExportedMember: 1,
  fixMissingCallParentheses: 1,
  fixOverrideModifier: 1,
  addMissingAwait: 1,
  fixAwaitInSyncFunction: 1,
  fixReturnTypeInAsyncFunction: 1,
  returnValueCorrect: 1,
  fixConvertConstToLet: 1,
  addMissingNewOperator: 1,
  extendsInterfaceBecomesImplements: 1,
  unusedIdentifier: 2,
  renameDeclaration: 2,
  useInstead: 1,
  nearestLiteral: 1,
  awaitPromise: 1,
  addMissingAsync: 2,
  constructorForDerivedNeedSuperCall: 2,
  optionalChain: 5,
  addMissingParam: 6,
  fixMissingProperties: 6,
  fixMissingAttributes: 6,
  addMissingMember: 7,
  fixMissingMember: 7,
  fixClassIncorrectlyImplementsInterface: 7,
  fixClassDoesntImplementInheritedAbstractMember: 7,
  strictClassInitialization: 7,
  addOptionalPropertyUndefined: 7,
  fixMissingFunctionDeclaration: 9,
};
const USUAL = 4;

/** Closeness and size as one number; less is better. */
export function costOf(idea: Idea): number {
  // Prefixing with `_` keeps what is dead: last among the ways with an unused name.
  const prefix = idea.kind === 'unusedIdentifier' && idea.title.startsWith('Prefix') ? 2 : 0;
  const stub = idea.title.startsWith('Declare') || idea.title.startsWith('Add index signature') ? 1 : 0;
  // Through its own index a module imports itself.
  const circle = idea.kind === 'import' && /"(?:\.{1,2}\/?)+(?:index(?:\.\w+)?)?"$/.test(idea.title) ? 1 : 0;
  const { edits, letters } = idea.size;
  return (
    (COST[idea.kind] ?? USUAL) +
    prefix +
    stub +
    circle +
    idea.texts.size * 0.5 +
    edits * 0.3 +
    Math.min(Math.floor(letters / 40), 12) / 2
  );
}
