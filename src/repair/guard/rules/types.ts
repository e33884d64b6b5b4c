import type { Node } from '@babel/types';
import type { FileChange } from '../../../domain/patch.ts';
import type { Occurrence } from '../occurrence.ts';
import { occurrenceRule } from '../occurrence-rule.ts';
import { around, lineOf } from '../reading/around.ts';
import { matchesInBareCode } from '../reading/bare-code.ts';
import type { Source } from '../reading/source.ts';
import type { Context, Rule } from '../rule.ts';
import { type Loosening, unprovenClaimOf } from './type-claims.ts';

const ANY: Loosening = { kind: 'any', why: '`any` turns type checking off here' };
const DOUBLE: Loosening = {
  kind: 'double-cast',
  why: 'a cast by way of `unknown` or `never` makes any type fit',
};
const NEVER: Loosening = { kind: 'never', why: '`never` as a cast makes the value fit everywhere' };
const NON_NULL: Loosening = {
  kind: 'non-null',
  why: '`!` claims that the value is there instead of seeing to it',
};
const DEFINITE: Loosening = {
  kind: 'definite',
  why: '`!` claims that the variable is assigned instead of assigning it',
};
const LOOSE: Loosening = {
  kind: 'loose-type',
  why: 'a type that takes almost everything stands in for the real one',
};
const SHORTHAND: Loosening = {
  kind: 'ambient-module',
  why: 'an ambient module without a body makes everything in it `any`',
};

export const typeCheckingSilenced: Rule = occurrenceRule({
  name: 'type-silenced',
  summary:
    'No `any`, cast by way of `unknown` or `never`, non-null `!` or shorthand ambient module may be added.',
  applies: (change, context) => !isNewTestCode(change, context),
  find: (source) => [...fromTree(source), ...fromBareCode(source)],
});

/** Tests make partial objects and reach where callers cannot; what their old parts may hold, the rules of tests say. */
function isNewTestCode(change: FileChange, context: Context): boolean {
  const { role } = context.view(change);
  return role === 'test' || role === 'support';
}

function fromTree(source: Source): Occurrence[] {
  return source.nodes.flatMap((node) => {
    const loosening = looseningOf(node) ?? unprovenClaimOf(node, source);
    return loosening === null ? [] : [{ ...loosening, context: around(node, source), line: lineOf(node) }];
  });
}

function looseningOf(node: Node): Loosening | null {
  switch (node.type) {
    case 'TSAnyKeyword':
    case 'AnyTypeAnnotation':
      return ANY;
    case 'TSNonNullExpression':
      return NON_NULL;
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      return castOf(node.typeAnnotation, node.expression);
    case 'TSTypeReference':
      return node.typeName.type === 'Identifier' && /^(?:Function|Object)$/.test(node.typeName.name)
        ? LOOSE
        : null;
    case 'TSModuleDeclaration':
      return node.id.type === 'StringLiteral' && (!node.body || node.id.value === '*') ? SHORTHAND : null;
    case 'ClassProperty':
    case 'VariableDeclarator':
      return 'definite' in node && node.definite === true && !isInjected(node) ? DEFINITE : null;
    default:
      return null;
  }
}

function castOf(type: Node, expression: Node): Loosening | null {
  if (type.type === 'TSNeverKeyword') return NEVER;
  const inner =
    expression.type === 'TSAsExpression' || expression.type === 'TSTypeAssertion'
      ? expression.typeAnnotation.type
      : '';
  return inner === 'TSUnknownKeyword' || inner === 'TSNeverKeyword' ? DOUBLE : null;
}

/** Frameworks inject fields: `@Input() name!: string` says so by its decorator. */
function isInjected(node: Node): boolean {
  return node.type === 'ClassProperty' && (node.decorators?.length ?? 0) > 0;
}

const BARE: readonly (readonly [RegExp, Loosening])[] = [
  [/(?<=[:<|&,(]\s*|\bas\s+)any\b(?=\s*(?:[[\];,)=>|&{}]|$))/m, ANY],
  [/\bas\s+unknown\s+as\b/, DOUBLE],
  [/\bas\s+never\b/, NEVER],
  [/(?<=[\w)\]])!(?=\s*(?:[.;,)\][}]|$))/m, NON_NULL],
];

function fromBareCode(source: Source): Occurrence[] {
  if (source.language !== 'typescript' && source.language !== 'tsx') return [];
  return BARE.flatMap(([pattern, loosening]) =>
    matchesInBareCode(source, pattern).map(({ line }) => ({
      ...loosening,
      context: source.text.split('\n')[line - source.firstLine]?.trim() ?? '',
      line,
    })),
  );
}
