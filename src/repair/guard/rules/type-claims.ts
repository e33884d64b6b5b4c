import type { Node } from '@babel/types';
import { canonical } from '../reading/canonical.ts';
import { parentOf, type Source } from '../reading/source.ts';

export interface Loosening {
  readonly kind: string;
  readonly why: string;
}

const GUARD: Loosening = {
  kind: 'empty-guard',
  why: 'a type guard that looks at nothing is a cast by another name',
};
const DECLARED: Loosening = {
  kind: 'declared-value',
  why: 'the value is declared and made nowhere: it only quiets the compiler',
};
const CAST_FUNCTION: Loosening = {
  kind: 'cast-function',
  why: 'a function that gives back what it takes as another type is a cast by another name',
};
const ROUND_TRIP: Loosening = {
  kind: 'json-cast',
  why: 'the way through JSON turns the type into `any`',
};

/** What claims a type without anything that makes it true. */
export function unprovenClaimOf(node: Node, source: Source): Loosening | null {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
      if (isEmptyGuard(node)) return GUARD;
      return node.type === 'FunctionDeclaration' && isCastFunction(node, source) ? CAST_FUNCTION : null;
    case 'VariableDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
      return isDeclaredOnly(node, source) ? DECLARED : null;
    case 'CallExpression':
      return isTypedScript(source) && isRoundTrip(node, source) ? ROUND_TRIP : null;
    default:
      return null;
  }
}

function isTypedScript(source: Source): boolean {
  return source.language === 'typescript' || source.language === 'tsx';
}

type Fn = Extract<Node, { params: unknown; body: unknown }> & { returnType?: Node | null };

/** `asserts x is T` that never throws, `x is T` that is always so. */
function isEmptyGuard(node: Node): boolean {
  const { returnType, body } = node as Fn;
  const type = returnType?.type === 'TSTypeAnnotation' ? returnType.typeAnnotation : null;
  if (type?.type !== 'TSTypePredicate') return false;
  const block = body as Node;
  if (block.type !== 'BlockStatement') return isTrue(block);
  const statements = block.body.filter((statement) => statement.type !== 'EmptyStatement');
  if (type.asserts) return statements.every((one) => one.type === 'ReturnStatement');
  const [only] = statements;
  return statements.length === 1 && only?.type === 'ReturnStatement' && isTrue(only.argument);
}

function isTrue(node: Node | null | undefined): boolean {
  if (node?.type === 'UnaryExpression' && node.operator === '!')
    return (
      node.argument.type === 'NumericLiteral' ||
      (node.argument.type === 'UnaryExpression' && node.argument.operator === '!')
    );
  return node?.type === 'BooleanLiteral' && node.value;
}

/** What bundlers, browsers and hosts put there, by the names that people give such things. */
const FROM_OUTSIDE =
  /^(?:_\w*|[A-Z][A-Z0-9_]*|\$\w*|self|window|document|globalThis|global|chrome|browser|google|gtag|grecaptcha|dataLayer|ga|fbq|require|module|process|__dirname|acquire\w+|importScripts|unsafeWindow|GM\w*|jQuery|Deno|Bun|tinymce|Stripe|paypal|FB|YT|twttr|webkit\w*|android|sourceMappingURL)$/;

function isDeclaredOnly(node: Node, source: Source): boolean {
  if (!isTypedScript(source) || /\.d\.[cm]?ts$/.test(source.path)) return false;
  if (!('declare' in node) || node.declare !== true) return false;
  const names =
    node.type === 'VariableDeclaration'
      ? node.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''))
      : [('id' in node && node.id?.type === 'Identifier' && node.id.name) || ''];
  return names.some((name) => !FROM_OUTSIDE.test(name));
}

/** An overload promises another type than the one parameter that the body hands back. */
function isCastFunction(node: Node & { type: 'FunctionDeclaration' }, source: Source): boolean {
  const [only] = node.body.body;
  if (node.body.body.length !== 1 || only?.type !== 'ReturnStatement' || only.argument?.type !== 'Identifier')
    return false;
  const given = only.argument.name;
  const place = node.params.findIndex((param) => param.type === 'Identifier' && param.name === given);
  if (place === -1) return false;
  return source.nodes.some((one) => {
    if (one.type !== 'TSDeclareFunction' || one.id?.name !== node.id?.name) return false;
    const param = one.params[place];
    const taken = param?.type === 'Identifier' ? param.typeAnnotation : null;
    return one.returnType != null && taken != null && canonical(one.returnType) !== canonical(taken);
  });
}

/** A copy of what was just written, or of which one member is read: nobody needs the copy, only its lack of a type. */
function isRoundTrip(node: Node & { type: 'CallExpression' }, source: Source): boolean {
  const [inner] = node.arguments;
  if (!isJson(node, 'parse') || inner?.type !== 'CallExpression' || !isJson(inner, 'stringify')) return false;
  const [copied] = inner.arguments;
  const parent = parentOf(node, source);
  return (
    copied?.type === 'ObjectExpression' ||
    copied?.type === 'ArrayExpression' ||
    (parent !== undefined && /MemberExpression$/.test(parent.type))
  );
}

function isJson({ callee }: Node & { type: 'CallExpression' }, method: string): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'JSON' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === method
  );
}
