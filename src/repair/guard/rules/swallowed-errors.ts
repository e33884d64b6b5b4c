import type { CatchClause, Node, Statement } from '@babel/types';
import { nodeRule } from '../node-rule.ts';
import { textOf } from '../reading/around.ts';
import { type Names, unwrap } from '../reading/names.ts';
import { childrenOf, parentOf } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

export const errorSwallowed: Rule = nodeRule(
  'error-swallowed',
  'No error may be caught and dropped: an empty catch makes red look green.',
  (node, names, source) => {
    if (node.type === 'CatchClause' && dropsError(node))
      return {
        kind: 'empty-catch',
        why: 'the error is caught and dropped',
        context: textOf(parentOf(node, source) ?? node, source).slice(0, 400),
      };
    if (node.type === 'TryStatement' && node.finalizer && leaves(node.finalizer))
      return { kind: 'finally-leaves', why: 'leaving a `finally` block drops the error that is on its way' };
    if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return null;
    const name = names.of(node.callee) ?? '';
    if (
      /(?:^|\.)setUncaughtExceptionCaptureCallback$|^<domain>\.create(?:Domain)?$/.test(name) &&
      node.arguments[0]?.type !== 'NullLiteral'
    )
      return { kind: 'uncaught', why: 'what takes uncaught errors away keeps a failing process alive' };
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null;
    const method =
      callee.property.type === 'Identifier' && !callee.computed
        ? callee.property.name
        : names.text(callee.property);
    const handler =
      method === 'catch' ? node.arguments[0] : method === 'then' ? node.arguments[1] : undefined;
    if (handler !== undefined && isNothing(handler, names))
      return { kind: 'empty-rejection', why: 'the rejection is caught and dropped' };
    const event = node.arguments
      .map((argument) => names.text(argument))
      .find((text) => UNCAUGHT.test(text ?? ''));
    // `EventEmitter.prototype.on.call(process, …)` listens as well.
    const listens =
      method !== null && (LISTENS.test(method) || /\.(?:on|once|addListener)\.call$/.test(name));
    if (listens && event != null && !throws(node.arguments.at(-1)))
      return { kind: 'uncaught', why: `a listener for ${event} keeps a failing process alive` };
    return null;
  },
  /\bcatch\s*(?:\([^()]*\)\s*)?\{\s*\}|\.catch\(\s*\(\s*\w*\s*\)\s*=>\s*\{\s*\}\s*\)/,
);

const UNCAUGHT = /^(?:uncaughtException|unhandledRejection|uncaughtExceptionMonitor)$/;
const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;

/** Empty, or with statements that do nothing with the error and say nothing. */
function dropsError(clause: CatchClause): boolean {
  return clause.body.body.every(isIdleStatement);
}

function isIdleStatement(statement: Statement): boolean {
  switch (statement.type) {
    case 'EmptyStatement':
      return true;
    case 'ReturnStatement':
      return !statement.argument;
    case 'BlockStatement':
      return statement.body.every(isIdleStatement);
    case 'IfStatement':
      return (
        isIdle(statement.test) &&
        isIdleStatement(statement.consequent) &&
        (!statement.alternate || isIdleStatement(statement.alternate))
      );
    case 'VariableDeclaration':
      return statement.declarations.every(({ init }) => !init || isIdle(init));
    default:
      return statement.type === 'ExpressionStatement' && isIdle(statement.expression);
  }
}

/** Works a value out and leaves it: `e;`, `void e;`, `String(e);`, `e.message;`, `noop();` */
function isIdle(given: Node): boolean {
  const node = unwrap(given);
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator !== 'delete' && isIdle(node.argument);
    case 'CallExpression':
    case 'NewExpression':
      return isIdleCall(node.callee) && node.arguments.every(isIdle);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return isIdle(node.object);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isIdle(node.left) && isIdle(node.right);
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'ObjectProperty':
    case 'SpreadElement':
      return childrenOf(node).every(isIdle);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return true;
    default:
      return node.type === 'Identifier' || /(?:Literal|TemplateElement)$/.test(node.type);
  }
}

/** What changes nothing when it is called. */
function isIdleCall(callee: Node): boolean {
  const node = unwrap(callee);
  if (node.type === 'Identifier')
    return /^(?:_?noop|String|Boolean|Number|Object|Array|Symbol|BigInt|Error|TypeError|isNaN|Set|Map)$/i.test(
      node.name,
    );
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return false;
  return node.object.type === 'Identifier' &&
    /^(?:JSON|Object|Array|Number|Math|Promise)$/.test(node.object.name)
    ? /^(?:stringify|keys|values|entries|freeze|is|isArray|isInteger|abs|of|resolve|getPrototypeOf)$/.test(
        node.property.name,
      )
    : /^(?:toString|valueOf|toLocaleString|trim|slice|concat)$/.test(node.property.name) &&
        isIdle(node.object);
}

/** A handler that does nothing and gives nothing. */
function isNothing(handler: Node, names: Names): boolean {
  const name = names.of(handler);
  if (name !== null) return /(?:^|\.)_?noop$/i.test(name) || name === 'Function.prototype';
  if (handler.type !== 'ArrowFunctionExpression' && handler.type !== 'FunctionExpression') return false;
  const { body } = handler;
  if (body.type !== 'BlockStatement')
    return isUndefined(body) || (body.type === 'ObjectExpression' && body.properties.length === 0);
  return body.body.every(
    (statement) =>
      statement.type === 'EmptyStatement' ||
      (statement.type === 'ReturnStatement' && (!statement.argument || isUndefined(statement.argument))),
  );
}

function isUndefined(node: Node): boolean {
  return (
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'UnaryExpression' && node.operator === 'void')
  );
}

function contains(node: Node | undefined, wanted: (node: Node) => boolean, intoFunctions: boolean): boolean {
  if (node === undefined) return false;
  return childrenOf(node).some(
    (child) =>
      wanted(child) ||
      ((intoFunctions || !/Function|Method/.test(child.type)) && contains(child, wanted, intoFunctions)),
  );
}

function throws(handler: Node | undefined): boolean {
  return contains(handler, (node) => node.type === 'ThrowStatement', false);
}

/** Return, break or continue that ends the block itself. */
function leaves(block: Node): boolean {
  return contains(block, (node) => node.type === 'ReturnStatement', false);
}
