import type { CallExpression, Node } from '@babel/types';

/** Initialisers of constants, by name. */
export type Constants = Map<string, Node>;

/** Deep enough for what people write, shallow enough for what they write against us. */
const MAX_DEPTH = 40;

/** The text that an expression always evaluates to, or null: literals, joins, and the usual ways to hide a word. */
export function staticText(node: Node, constants: Constants, depth = 0): string | null {
  if (depth > MAX_DEPTH) return null;
  const text = (inner: Node) => staticText(inner, constants, depth + 1);
  switch (node.type) {
    case 'StringLiteral':
      return node.value;
    case 'NumericLiteral':
      return String(node.value);
    case 'TemplateLiteral':
      return joined(
        node.quasis.flatMap((quasi, index) => {
          const hole = node.expressions[index];
          return [quasi.value.cooked ?? null, hole === undefined ? '' : text(hole)];
        }),
      );
    case 'BinaryExpression':
      return node.operator === '+' ? joined([text(node.left), text(node.right)]) : null;
    case 'Identifier': {
      const init = constants.get(node.name);
      return init === undefined ? null : text(init);
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return text(node.expression);
    case 'CallExpression':
      return callText(node, text);
    default:
      return null;
  }
}

function joined(parts: readonly (string | null)[]): string | null {
  return parts.includes(null) ? null : parts.join('');
}

function callText(
  { callee, arguments: args }: CallExpression,
  text: (node: Node) => string | null,
): string | null {
  const first = args[0];
  if (callee.type === 'Identifier')
    return callee.name === 'atob' && first !== undefined ? decoded(text(first), 'base64') : null;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null;
  const { object, property } = callee;
  const isOf = (name: string) => object.type === 'Identifier' && object.name === name;
  if (isOf('String') && property.name === 'fromCharCode')
    return joined(args.map((arg) => (arg.type === 'NumericLiteral' ? String.fromCharCode(arg.value) : null)));
  if (property.name === 'toString' && object.type === 'CallExpression') return bufferText(object, text);
  if (property.name === 'join' || property.name === 'concat') {
    const items = listOf(object, text);
    if (property.name === 'join') return items?.join(first === undefined ? ',' : (text(first) ?? '')) ?? null;
    return joined([text(object), ...args.map(text)]);
  }
  const own = text(object);
  if (own === null) return null;
  if (property.name === 'toUpperCase') return own.toUpperCase();
  if (property.name === 'toLowerCase') return own.toLowerCase();
  return property.name === 'trim' ? own.trim() : null;
}

function bufferText(
  { callee, arguments: args }: CallExpression,
  text: (node: Node) => string | null,
): string | null {
  const isBuffer =
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Buffer';
  const [content, encoding] = args;
  if (!isBuffer || content === undefined) return null;
  const name = encoding === undefined ? 'utf8' : text(encoding);
  return name === 'base64' || name === 'hex' || name === 'utf8' ? decoded(text(content), name) : null;
}

function decoded(text: string | null, encoding: 'base64' | 'hex' | 'utf8'): string | null {
  return text === null ? null : Buffer.from(text, encoding).toString('utf8');
}

/** `[...]`, and `'...'.split('').reverse()`. */
function listOf(node: Node, text: (node: Node) => string | null): string[] | null {
  if (node.type === 'ArrayExpression') {
    const items = node.elements.map((element) => (element === null ? null : text(element)));
    return items.every((item) => item !== null) ? items : null;
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  const { object, property } = node.callee;
  if (property.type !== 'Identifier') return null;
  if (property.name === 'reverse') return listOf(object, text)?.reverse() ?? null;
  if (property.name !== 'split') return null;
  const separator = node.arguments[0];
  const own = text(object);
  return own === null || separator === undefined ? null : own.split(text(separator) ?? '');
}
