import type { CatchClause, Node } from '@babel/types';
import type { Occurrence } from '../occurrence.ts';
import { occurrenceRule } from '../occurrence-rule.ts';
import { around, lineOf, textOf } from '../reading/around.ts';
import { matchesInBareCode } from '../reading/bare-code.ts';
import { type Names, namesOf, unwrap } from '../reading/names.ts';
import { childrenOf, parentOf, type Source } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

type Find = (
  node: Node,
  names: Names,
  source: Source,
) => { kind: string; why: string; context?: string } | null;

/** A rule over every node, and over the words of code that no parser takes. */
function nodeRule(name: string, summary: string, find: Find, bare: RegExp | null): Rule {
  return occurrenceRule({
    name,
    summary,
    find: (source) => {
      const names = namesOf(source);
      const found: Occurrence[] = source.nodes.flatMap((node) => {
        const one = find(node, names, source);
        return one === null ? [] : [{ context: around(node, source), ...one, line: lineOf(node) }];
      });
      if (bare === null || source.program !== null) return found;
      return matchesInBareCode(source, bare).map(({ text, line }) => ({
        kind: text.trim(),
        context: text,
        line,
        why: `\`${text.trim()}\`: ${summary}`,
      }));
    },
  });
}

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
    const event = names.text(node.arguments[0]);
    const listens =
      method !== null && /^(?:on|once|addListener|prependListener|addEventListener)$/.test(method);
    if (
      listens &&
      event !== null &&
      /^(?:uncaughtException|unhandledRejection|uncaughtExceptionMonitor)$/.test(event) &&
      !throws(node.arguments[1])
    )
      return { kind: 'uncaught', why: `a listener for ${event} keeps a failing process alive` };
    return null;
  },
  /\bcatch\s*(?:\([^()]*\)\s*)?\{\s*\}|\.catch\(\s*\(\s*\w*\s*\)\s*=>\s*\{\s*\}\s*\)/,
);

/** Empty, or with statements that do nothing with the error and say nothing. */
function dropsError(clause: CatchClause): boolean {
  return clause.body.body.every((statement) => {
    if (statement.type === 'EmptyStatement') return true;
    if (statement.type === 'ReturnStatement') return !statement.argument;
    if (statement.type === 'BlockStatement') return statement.body.length === 0;
    return statement.type === 'ExpressionStatement' && isIdle(statement.expression);
  });
}

/** `e;`, `void e;`, `undefined;`, `noop();` */
function isIdle(node: Node): boolean {
  if (node.type === 'UnaryExpression') return node.operator === 'void' && isIdle(node.argument);
  if (node.type === 'CallExpression')
    return node.callee.type === 'Identifier' && /^_?noop$/i.test(node.callee.name);
  return node.type === 'Identifier' || node.type.endsWith('Literal');
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

export const processEnded: Rule = nodeRule(
  'process-ended',
  'No `process.exit`, `process.exitCode` or the like may be added: a check that ends early looks green.',
  (node, names) => {
    const why = 'ending the process, or setting its exit code, can turn a red check green';
    if (
      node.type === 'MemberExpression' ||
      node.type === 'OptionalMemberExpression' ||
      node.type === 'Identifier'
    ) {
      const name = names.of(node);
      if (name !== null && /^(?:process|Deno|Bun)\.(?:exit|exitCode|abort|reallyExit|_exiting)$/.test(name))
        return { kind: name, why };
    }
    if (node.type === 'CallExpression') {
      const name = names.of(node.callee);
      if (name === 'process.kill' && names.of(node.arguments[0]) === 'process.pid')
        return { kind: 'process.kill', why };
      if (name === 'process.emit' && names.text(node.arguments[0]) === 'exit')
        return { kind: 'process.emit', why };
    }
    return null;
  },
  /\bprocess\s*\.\s*(?:exit(?:Code)?|abort|reallyExit)\b/,
);

export const codeFromText: Rule = nodeRule(
  'code-from-text',
  'No `eval` or `new Function` may be added: nobody can judge what it will run.',
  (node, names) => {
    if (
      node.type !== 'CallExpression' &&
      node.type !== 'NewExpression' &&
      node.type !== 'OptionalCallExpression'
    )
      return null;
    const name = names.of(node.callee) ?? '';
    if (
      /^(?:eval|Function|(?:<vm>\.)(?:runIn\w+|Script|compileFunction))$/.test(name) ||
      /\.constructor\.constructor$/.test(name)
    )
      return { kind: name, why: `\`${name}\` runs text as code` };
    if (
      /^(?:setTimeout|setInterval|setImmediate)$/.test(name) &&
      /[(=;]/.test(names.text(node.arguments[0]) ?? '')
    )
      return { kind: name, why: `\`${name}\` with a text runs it as code` };
    return null;
  },
  /(?<![.\w])eval\s*\(|\bnew\s+Function\s*\(/,
);

const PRECIOUS =
  /(?:^|[/.\\_-])(?:tests?|specs?|__tests__|__snapshots__|__mocks__|e2e)(?:[/.\\]|$)|\.snap\b|node_modules|(?:^|\/)(?:jest|vitest|tsconfig|eslint|\.eslintrc|\.mocharc|package(?:-lock)?)[\w.-]*\.(?:[cm]?[jt]s|json)$|\.github|(?:^|\/)\.git(?:\/|$)/;
const HOSTILE_COMMAND =
  /\brm\s+-\w*r\w*\s.*(?:test|spec|snap|node_modules|\.git\b|[~/]\s*$)|\bgit\s+(?:checkout|restore|rm)\b.*\b(?:tests?|specs?)\b|\bgit\s+(?:update-index|config\s+--global)\b|(?:curl|wget)\b[^|]*\|\s*(?:ba|z)?sh|--no-verify|\bsed\s+-i.*(?:test|spec|package)|\bnpm\s+(?:pkg set|config set)/;
const WRITES =
  /(?:^|\.)(?:write(?:File)?|appendFile|rm(?:dir)?|unlink|rename|truncate|copyFile|symlink|outputFile|remove|emptyDir)(?:Sync)?$/;

export const hostileCode: Rule = nodeRule(
  'hostile-code',
  'No code may be added that changes tests, tools or the repository while it runs, or that ships the environment off.',
  (node, names) => {
    if (node.type !== 'CallExpression') return null;
    const name = names.of(node.callee) ?? '';
    const paths = node.arguments.slice(0, 2).map((argument) => fixedPath(argument, names));
    if (WRITES.test(name) && isFileSystem(name) && paths.some((path) => path !== null && PRECIOUS.test(path)))
      return { kind: 'writes-precious', why: 'it writes or deletes files of tests or tools while it runs' };
    const words = () => node.arguments.flatMap((argument) => textsIn(argument, names)).join(' ');
    if (/child_process>|execa|shelljs|zx>/.test(name) && HOSTILE_COMMAND.test(words()))
      return {
        kind: 'command',
        why: 'the command changes or deletes what it should not, or runs what it loads',
      };
    if (name === 'JSON.stringify' && names.of(node.arguments[0]) === 'process.env')
      return { kind: 'environment', why: 'it writes out the whole environment, tokens and all' };
    return null;
  },
  null,
);

function isFileSystem(name: string): boolean {
  return (
    /^<(?:fs|fs\/promises|fs-extra|graceful-fs|rimraf|del)>|^fs\.|^fsp\./.test(name) || /^\w+Sync$/.test(name)
  );
}

function textsIn(node: Node, names: Names): string[] {
  const text = names.text(node);
  if (text !== null) return [text];
  if (/Function/.test(node.type)) return [];
  if (node.type === 'TemplateElement') return [node.value.raw];
  return childrenOf(node).flatMap((child) => textsIn(child, names));
}

/** A path that is the same in every run, such as `join(__dirname, 'x')`; null for one within a folder that is not known. */
function fixedPath(node: Node, names: Names): string | null {
  const text = names.text(node);
  if (text !== null) return text;
  const name = names.of(node);
  if (name !== null) return /^(?:__dirname|import\.meta\.(?:dirname|url))$/.test(name) ? '' : null;
  if (node.type === 'TemplateElement') return node.value.raw;
  const callee =
    node.type === 'CallExpression' || node.type === 'NewExpression' ? (names.of(node.callee) ?? '') : '';
  if (callee === 'process.cwd') return '';
  const isJoin =
    /(?:^|\.)(?:join|resolve|URL|fileURLToPath)$/.test(callee) || node.type === 'TemplateLiteral';
  if (!isJoin) return null;
  const parts = childrenOf(node)
    .filter((child) => !('callee' in node && node.callee === child))
    .map((child) => fixedPath(child, names));
  return parts.includes(null) ? null : parts.join('/');
}
