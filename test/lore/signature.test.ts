import { describe, expect, it } from '@jest/globals';
import type { Incident } from '../../src/domain/incident.ts';
import type { Failure } from '../../src/domain/report.ts';
import { toLineShape, toMessageShape, toSignature } from '../../src/lore/signature.ts';
import { makeFailure } from '../make.ts';

function sign(failure: Partial<Failure>, text: string | null = null): Promise<string> {
  const failures: Incident['failures'] = [{ ...makeFailure(failure), fingerprint: '0'.repeat(64) }];
  return toSignature({ failures }, async () => text);
}

describe('toMessageShape', () => {
  it.each([
    ["Cannot find name 'total'.", "Cannot find name 'sum'.", 'Cannot find name _.'],
    ['rate is not defined', 'cart.items.find is not a function', null],
    [
      "Cannot read properties of undefined (reading 'x')",
      "Cannot read properties of undefined (reading 'name')",
      'Cannot read properties of undefined (reading _)',
    ],
    [
      'Expected values to be strictly equal:\n\n3 !== 4\n',
      'Expected values to be strictly equal:\n\n10 !== 11\n',
      'Expected values to be strictly equal: # !== #',
    ],
    [
      "Cannot find module '/a/b.js' imported from /a/c.js",
      "Cannot find module '/x/y/z.js' imported from /x/q.js",
      'Cannot find module _ imported from _',
    ],
  ])('of %j and of %j', (one, other, shape) => {
    if (shape === null) expect(toMessageShape(one).split(' ')[0]).toBe(toMessageShape(other).split(' ')[0]);
    else expect([toMessageShape(one), toMessageShape(other)]).toEqual([shape, shape]);
  });

  it('keeps apart what says different things', () => {
    expect(toMessageShape('false !== true')).not.toBe(toMessageShape('1 !== 2'));
    expect(toMessageShape("'a' is declared but its value is never read.")).not.toBe(
      toMessageShape("Cannot find name 'a'."),
    );
  });
});

describe('toLineShape', () => {
  it('leaves out names, and what is handed over', () => {
    expect(toLineShape('  return cart.items.map((item) => item.price * 2); // all')).toBe('return _();');
    expect(toLineShape("if (a.b === 'x') throw new Error('no');")).toBe('if (_ === ") throw new _();');
  });
});

describe('toSignature', () => {
  it('names the tool, the rule and the shape of the line that threw', async () => {
    const frames = [{ file: 'src/cart.js', line: 2, column: 1, name: 'total', own: true }];
    const failure = {
      tool: 'node-test',
      rule: 'TypeError',
      testPath: ['adds'],
      file: 'test/cart.test.js',
      frames,
    };
    const message = "Cannot read properties of undefined (reading 'price')";
    expect(await sign({ ...failure, message }, 'one\n  return cart.items[0].price;\n')).toBe(
      'node-test TypeError: Cannot read properties of undefined (reading _) @ return _[#]._;',
    );
    const own = { ...failure, file: 'src/cart.js' };
    expect(await sign({ ...own, message })).not.toContain('@');
  });

  it('is one line of bounded length, and long ones stay apart', async () => {
    const long = (end: string) => ({ message: `${'so many words '.repeat(30)}${end}` });
    const [one, other] = [await sign(long('one')), await sign(long('two'))];
    expect(one.length).toBeLessThanOrEqual(190);
    expect(one).not.toBe(other);
  });
});
