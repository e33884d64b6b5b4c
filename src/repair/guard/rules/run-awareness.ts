import type { Node } from '@babel/types';
import { nodeRule } from '../node-rule.ts';
import { type Names, unwrap } from '../reading/names.ts';
import { innerOf, parentOf, type Source } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

/**
 * What a program may well read, but not let decide what it works out: a check runs without a terminal, with options for
 * Node, in a folder of its own.
 */
export const runAwareness: Rule = nodeRule(
  'asks-how-it-runs',
  'How the process was started may not decide what the code works out: it could pass a check and nowhere else.',
  (node, names, source) => {
    const subject = subjectOf(node, names, source);
    if (subject === null) return null;
    return {
      kind: subject,
      why: `${WORDS[subject]} decides here: it differs between a check and a real run`,
    };
  },
  null,
);

const WORDS = {
  options: 'what options Node was started with',
  terminal: 'whether there is a terminal',
  stack: 'who called',
  place: 'the folder that it runs in',
} as const;

type Subject = keyof typeof WORDS;

function subjectOf(node: Node, names: Names, source: Source): Subject | null {
  if (node.type === 'CallExpression' && names.of(node.callee) === 'process.cwd')
    return decidesByPlace(node, names, source) ? 'place' : null;
  if (
    node.type !== 'MemberExpression' &&
    node.type !== 'OptionalMemberExpression' &&
    node.type !== 'Identifier'
  )
    return null;
  if (isFreshStack(node)) return decisionOf(node, source) === null ? null : 'stack';
  const name = isRead(node, source) ? names.of(node) : null;
  if (name === null) return null;
  if (/^process\.(?:env\.NODE_OPTIONS|execArgv)$/.test(name))
    return asksOptions(node, names, source) ? 'options' : null;
  if (/^(?:process|<tty>)\.std(?:in|out|err)\.isTTY$/.test(name))
    return decidesValue(node, source) ? 'terminal' : null;
  if (/^(?:__dirname|__filename|import\.meta\.(?:url|dirname|filename))$/.test(name))
    return decidesByPlace(node, names, source) ? 'place' : null;
  return null;
}

/** False where a name is made, or is only a part of a longer one. */
function isRead(node: Node, source: Source): boolean {
  const parent = parentOf(node, source);
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.init === node && parent.id.type !== 'Identifier' && parent.id.type !== 'ObjectPattern';
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return parent.object === node || parent.computed === true;
    case 'ObjectProperty':
      return parent.value === node && parentOf(parent, source)?.type !== 'ObjectPattern';
    case 'AssignmentExpression':
      return parent.right === node;
    case 'ImportSpecifier':
      return false;
    default:
      return true;
  }
}

/** Options that people ask for: none of them comes with a check. */
const KNOWN_OPTION = /inspect|debug|max-old-space|heap|openssl|strip-types|loader|source-maps|expose-gc/;

/** Options may be handed on and written down; they may not be asked. */
function asksOptions(node: Node, names: Names, source: Source): boolean {
  const asked = decisionOf(node, source);
  if (asked !== null) return !wordsIn(asked, names).some((word) => KNOWN_OPTION.test(word));
  const call = methodCallOn(node, source);
  if (call !== null)
    return ASKS.test(call.method) && !wordsIn(call.node, names).some((word) => KNOWN_OPTION.test(word));
  const parent = parentOf(node, source);
  return (
    parent?.type === 'UnaryExpression' ||
    (parent?.type === 'CallExpression' && /^(?:Boolean|Number)$/.test(names.of(parent.callee) ?? '')) ||
    (parent?.type === 'BinaryExpression' && parent.operator !== '+') ||
    (parent?.type === 'MemberExpression' &&
      parent.property.type === 'Identifier' &&
      parent.property.name === 'length')
  );
}

const ASKS = /^(?:includes|indexOf|startsWith|endsWith|match|search|some|every|find|findIndex|test|exec|at)$/;

function methodCallOn(node: Node, source: Source): { method: string; node: Node } | null {
  const member = parentOf(node, source);
  if (member?.type !== 'MemberExpression' && member?.type !== 'OptionalMemberExpression') return null;
  if (member.object !== node || member.property.type !== 'Identifier') return null;
  const call = parentOf(member, source);
  return call !== undefined && /CallExpression$/.test(call.type)
    ? { method: member.property.name, node: call }
    : null;
}

/** The statement or expression whose way a node decides, if it does. */
function decisionOf(node: Node, source: Source): Node | null {
  let inner = node;
  for (let outer = parentOf(inner, source); outer !== undefined; outer = parentOf(outer, source)) {
    if ('test' in outer) return outer.test === inner ? outer : null;
    if (outer.type === 'SwitchStatement') return outer.discriminant === inner ? outer : null;
    // `x || ''` hands on what is there.
    if (outer.type === 'LogicalExpression' && outer.left === inner && !isPlainValue(outer.right))
      return outer;
    if (/Function|Statement$|Declarat|Method|Property$|^Template|^Assignment/.test(outer.type)) return null;
    inner = outer;
  }
  return null;
}

function isPlainValue(node: Node): boolean {
  return /Literal$/.test(node.type) || (node.type === 'ArrayExpression' && node.elements.length === 0);
}

/** What has to do with a terminal: there the question is honest. */
const FOR_TERMINAL =
  /colou?r|ansi|chalk|tty(?!$)|interactive|prompt|question|spinner|progress|cursor|column|width|clear|writ|log|print|terminal|pipe|output|render|format|style|silent|quiet|verbose|stdin|read|watch|banner|bold|\bdim\b|paint|pager|fancy|plain|emoji|unicode|confirm|\bask|input|human|json|report|usage|help|draw|console|exit|theme|live|screen/i;

function decidesValue(node: Node, source: Source): boolean {
  const decision = decisionOf(node, source);
  if (decision === null) return false;
  const guarded = leavesAtOnce(decision) ? parentOf(decision, source) : null;
  const words = [...namesIn(decision), ...namesIn(guarded), ...namesAround(decision, source)].filter(
    (word) => !/^(?:process|std(?:in|out|err)|isTTY)$/.test(word),
  );
  return !words.some((word) => FOR_TERMINAL.test(word));
}

/** `if (…) return;`: what follows tells what it is about. */
function leavesAtOnce(node: Node): boolean {
  if (node.type !== 'IfStatement') return false;
  const [only = node.consequent] = node.consequent.type === 'BlockStatement' ? node.consequent.body : [];
  return only.type === 'ReturnStatement' && !only.argument;
}

/** What the function around is called, and what the value is given to. */
function namesAround(node: Node, source: Source): string[] {
  const names: string[] = [];
  for (let outer = parentOf(node, source); outer !== undefined; outer = parentOf(outer, source)) {
    if (outer.type === 'VariableDeclarator' || outer.type === 'FunctionDeclaration')
      names.push(...namesIn(outer.id));
    if (outer.type === 'ObjectProperty' || outer.type === 'ObjectMethod' || outer.type === 'ClassMethod')
      names.push(...namesIn(outer.key));
    if (outer.type === 'AssignmentExpression') names.push(...namesIn(outer.left));
    if (outer.type === 'CallExpression') names.push(...namesIn(outer.callee));
  }
  return names;
}

function namesIn(node: Node | null | undefined): string[] {
  return node ? innerOf(node).flatMap((inner) => (inner.type === 'Identifier' ? [inner.name] : [])) : [];
}

/** `new Error().stack`. */
function isFreshStack(node: Node): boolean {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return false;
  if (node.property.type !== 'Identifier' || node.property.name !== 'stack') return false;
  const object = unwrap(node.object);
  return (
    (object.type === 'NewExpression' || object.type === 'CallExpression') &&
    object.callee.type === 'Identifier' &&
    /Error$/.test(object.callee.name)
  );
}

function decidesByPlace(node: Node, names: Names, source: Source): boolean {
  const decision = decisionOf(node, source) ?? methodCallOn(node, source)?.node ?? null;
  return (
    decision !== null &&
    wordsIn(decision, names).some((word) => /dreamos|^\/?(?:private\/)?(?:var\/)?tmp\b|tmpdir/i.test(word))
  );
}

function wordsIn(node: Node, names: Names): string[] {
  return innerOf(node).flatMap((inner) => {
    if (inner.type === 'RegExpLiteral') return [inner.pattern.replace(/\\/g, '')];
    if (inner.type === 'TemplateElement') return [inner.value.raw];
    if (inner.type === 'Identifier') return [inner.name, names.text(inner) ?? ''];
    const text = names.text(inner);
    return text === null ? [] : [text];
  });
}
