import type { Node } from '@babel/types';
import type { Edit } from '../edits.ts';
import { rangeOf, removeStatement } from './edits.ts';
import type { OwnFix } from './own-fix.ts';
import { isPure } from './purity.ts';

/** `==` and `!=`. A comparison with null asks for undefined too. */
export const equality: OwnFix = {
  rules: ['eqeqeq', 'noDoubleEquals'],
  title: 'compare with === and !==',
  fix({ text }, sights) {
    const nodes = sights.flatMap(({ around }) => around.findLast(isLoose) ?? []);
    return [
      nodes.flatMap((node) => strictly(text, node, true)),
      nodes.flatMap((node) => strictly(text, node, false)),
    ];
  },
};

function isLoose(node: Node): node is Node & { type: 'BinaryExpression' } {
  return node.type === 'BinaryExpression' && (node.operator === '==' || node.operator === '!=');
}

function strictly(text: string, node: Node & { type: 'BinaryExpression' }, keepsUndefined: boolean): Edit[] {
  const { left, right, operator } = node;
  const isNull = right.type === 'NullLiteral';
  const [, leftEnd] = rangeOf(left);
  const [rightStart] = rangeOf(right);
  const code = text.slice(...rangeOf(left));
  if (keepsUndefined && isNull && isPure(left) && left.type !== 'PrivateName') {
    const [start, end] = rangeOf(node);
    const both = `${code} ${operator}= null ${operator === '==' ? '||' : '&&'} ${code} ${operator}= undefined`;
    return [{ start, end, text: `(${both})` }];
  }
  const at = text.indexOf(operator, leftEnd);
  return at >= 0 && at < rightStart ? [{ start: at, end: at + operator.length, text: `${operator}=` }] : [];
}

export const debuggers: OwnFix = {
  rules: ['no-debugger', 'noDebugger'],
  title: 'remove debugger statements',
  fix({ text }, sights) {
    const found = sights.flatMap(
      ({ around }) => around.findLast(({ type }) => type === 'DebuggerStatement') ?? [],
    );
    return [found.map((statement) => removeStatement(text, statement))];
  },
};

/** Declarations in a case are seen by all cases: a block of its own keeps them in. */
export const caseDeclarations: OwnFix = {
  rules: ['no-case-declarations', 'noSwitchDeclarations'],
  title: 'give the case a block of its own',
  fix(_source, sights) {
    const cases = new Set(
      sights.flatMap(({ around }) => around.findLast(({ type }) => type === 'SwitchCase') ?? []),
    );
    return [[...cases].flatMap(inBlock)];
  },
};

function inBlock(node: Node): Edit[] {
  if (node.type !== 'SwitchCase') return [];
  const [first, last] = [node.consequent[0], node.consequent.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [start] = rangeOf(first);
  const [, end] = rangeOf(last);
  return [
    { start, end: start, text: '{ ' },
    { start: end, end, text: ' }' },
  ];
}
