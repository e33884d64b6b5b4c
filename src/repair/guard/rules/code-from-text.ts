import type { Node } from '@babel/types';
import { nodeRule } from '../node-rule.ts';
import { type Names, unwrap } from '../reading/names.ts';
import { parentOf, type Source } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

export const codeFromText: Rule = nodeRule(
  'code-from-text',
  'No `eval` or `new Function` may be added: nobody can judge what it will run.',
  (node, names, source) => {
    if (isFunctionMaker(node, names) || isEvalTaken(node, source))
      return { kind: 'maker', why: 'what makes functions of text is taken: it runs text as code' };
    if (
      node.type !== 'CallExpression' &&
      node.type !== 'NewExpression' &&
      node.type !== 'OptionalCallExpression'
    )
      return null;
    const name = names.of(node.callee) ?? '';
    if (
      /^(?:eval|Function|(?:<vm>\.)(?:runIn\w+|Script|compileFunction|SourceTextModule))$/.test(name) ||
      /\.constructor\.constructor$|^module\._compile$/.test(name)
    )
      return { kind: name, why: `\`${name}\` runs text as code` };
    if (loadsText(node, names))
      return { kind: 'data:', why: 'a module that is written as text runs text as code' };
    if (
      /^(?:setTimeout|setInterval|setImmediate)$/.test(name) &&
      /[(=;]/.test(names.text(node.arguments[0]) ?? '')
    )
      return { kind: name, why: `\`${name}\` with a text runs it as code` };
    return null;
  },
  /(?<![.\w])eval\s*\(|\bnew\s+Function\s*\(/,
);

/** `(async () => {}).constructor`, `Object.getPrototypeOf(function* () {}).constructor`: `Function` by another name. */
function isFunctionMaker(node: Node, names: Names): boolean {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return false;
  const key =
    !node.computed && node.property.type === 'Identifier' ? node.property.name : names.text(node.property);
  if (key !== 'constructor') return false;
  const object = unwrap(node.object);
  if (object.type === 'CallExpression')
    return (
      /^(?:Object|Reflect)\.getPrototypeOf$/.test(names.of(object.callee) ?? '') &&
      object.arguments.some((argument) => /Function/.test(argument.type))
    );
  return /Function/.test(object.type) || isConstructorOf(object, names);
}

function isConstructorOf(node: Node, names: Names): boolean {
  if (node.type !== 'MemberExpression') return false;
  return (
    names.text(node.property) === 'constructor' ||
    (!node.computed && node.property.type === 'Identifier' && node.property.name === 'constructor')
  );
}

/** `eval` as a value: in a list, under another name. */
function isEvalTaken(node: Node, source: Source): boolean {
  if (node.type !== 'Identifier' || node.name !== 'eval') return false;
  const parent = parentOf(node, source);
  return (
    parent?.type === 'ArrayExpression' ||
    parent?.type === 'VariableDeclarator' ||
    parent?.type === 'SequenceExpression'
  );
}

/** `import('data:…')`, `new Worker('…', { eval: true })`. */
function loadsText(node: Node & { arguments: readonly Node[]; callee: Node }, names: Names): boolean {
  const [first, second] = node.arguments;
  const start = first?.type === 'TemplateLiteral' ? first.quasis[0]?.value.raw : textStart(first, names);
  const loads =
    node.callee.type === 'Import' ||
    /(?:^|[.>])(?:Worker|require|register)$/.test(names.of(node.callee) ?? '');
  if (!loads) return false;
  if (/^(?:data|blob):/i.test(start ?? '')) return true;
  return (
    second?.type === 'ObjectExpression' &&
    second.properties.some(
      (one) => one.type === 'ObjectProperty' && one.key.type === 'Identifier' && one.key.name === 'eval',
    )
  );
}

/** The beginning of a text, also where what follows is not fixed. */
function textStart(node: Node | undefined, names: Names): string | null {
  if (node?.type === 'BinaryExpression' && node.operator === '+') return textStart(node.left, names);
  return names.text(node);
}
