import type { Node } from '@babel/types';
import { nodeRule } from '../node-rule.ts';
import { type Names, unwrap } from '../reading/names.ts';
import { innerOf, type Source } from '../reading/source.ts';
import type { Rule } from '../rule.ts';

export const processEnded: Rule = nodeRule(
  'process-ended',
  'No `process.exit`, `process.exitCode` or the like may be added: a check that ends early looks green.',
  (node, names, source) => {
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
      if (name === null) return null;
      if (
        /^process\.(?:removeAllListeners|listeners|rawListeners)$/.test(name) &&
        dropsListeners(node.arguments[0], names)
      )
        return {
          kind: name,
          why: 'taking the listeners of the process away keeps the runner from hearing of failures',
        };
      if (LISTENS.test(name) && changesExit(node.arguments.at(-1), names, source))
        return { kind: 'exit-listener', why };
      if (
        SETS.test(name) &&
        names.of(node.arguments[0]) === 'process' &&
        speaksOfExit(node.arguments.slice(1), names)
      )
        return { kind: 'process.exitCode', why };
      if (name === 'process.emit' && names.text(node.arguments[0]) === 'exit')
        return { kind: 'process.emit', why };
    }
    return null;
  },
  /\bprocess\s*\.\s*(?:exit(?:Code)?|abort|reallyExit)\b/,
);

const LISTENS = /^process\.(?:on|once|addListener|prependListener|prependOnceListener)$/;
const SETS =
  /^(?:Object|Reflect)\.(?:assign|set|defineProperty|defineProperties)$|(?:^|[._>])(?:assign|extend|merge|set)$/;
const EXIT = /^(?:exit|exitCode|abort|reallyExit)$/;

/** All of them, or those that a runner needs to learn of a failure. */
function dropsListeners(event: Node | undefined, names: Names): boolean {
  const text = names.text(event);
  return text === null || /^(?:exit|beforeExit|uncaughtException|unhandledRejection)$/.test(text);
}

/** A listener of the process that sets an exit code on what it is called on. */
function changesExit(given: Node | undefined, names: Names, source: Source): boolean {
  const listener = given === undefined ? undefined : functionNamed(unwrap(given), source);
  return listener !== undefined && innerOf(listener).some((inner) => isExitOfThis(inner, names));
}

function isExitOfThis(node: Node, names: Names): boolean {
  if (node.type === 'AssignmentExpression') {
    const target = unwrap(node.left);
    return (
      target.type === 'MemberExpression' &&
      target.object.type === 'ThisExpression' &&
      EXIT.test(keyOf(target, names) ?? 'exitCode')
    );
  }
  return (
    node.type === 'CallExpression' &&
    SETS.test(names.of(node.callee) ?? '') &&
    node.arguments[0]?.type === 'ThisExpression'
  );
}

/** The name of a member; null when it is worked out while the code runs. */
function keyOf(
  { property, computed }: { property: Node; computed?: boolean | undefined },
  names: Names,
): string | null {
  return !computed && property.type === 'Identifier' ? property.name : names.text(property);
}

function functionNamed(node: Node, source: Source): Node {
  if (node.type !== 'Identifier') return node;
  const declared = source.nodes.find(
    (one) =>
      (one.type === 'FunctionDeclaration' && one.id?.name === node.name) ||
      (one.type === 'VariableDeclarator' && one.id.type === 'Identifier' && one.id.name === node.name),
  );
  return declared ?? node;
}

function speaksOfExit(nodes: readonly Node[], names: Names): boolean {
  return nodes.some((node) => {
    if (node.type !== 'ObjectExpression') return EXIT.test(names.text(node) ?? '');
    return node.properties.some(
      (one) =>
        one.type !== 'SpreadElement' &&
        EXIT.test(keyOf({ property: one.key, computed: one.computed }, names) ?? ''),
    );
  });
}
