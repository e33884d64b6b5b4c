import { describe, expect, it } from '@jest/globals';
import { type FileChange, patchOf } from '../../../src/domain/patch.ts';
import { keyOf, toMistake } from '../../../src/repair/memory/mistake.ts';
import { findMadeAgain, mendedBy } from '../../../src/repair/memory/same-mistakes.ts';

const OLD = "export function open(kind, mode) {\n  if (kind === 'x') return null;\n  return mode;\n}\n";
const BAD = OLD.replace('===', '!==');

function changeOf(before: string, after: string, path = 'src/a.js'): FileChange {
  const [change] = patchOf('', [{ path, before, after }]).files;
  if (!change) throw new Error('no change');
  return change;
}

const inverted = toMistake('a === b', 'a !== b');
const known = (key: string) => inverted !== null && key === keyOf(inverted);

describe('mendedBy', () => {
  it('is the reverse of what the fix did, place by place', () => {
    expect(mendedBy([changeOf(BAD, OLD)])).toEqual([inverted]);
  });

  it('is nothing where a part of the fix is no single mistake, a test, or no source', () => {
    expect(mendedBy([changeOf(BAD, OLD), changeOf('a;\n', 'b;\n', 'src/b.js')])).toEqual([]);
    expect(mendedBy([changeOf(BAD, OLD, 'test/a.test.js')])).toEqual([]);
    expect(mendedBy([changeOf(BAD, OLD, 'notes.md')])).toEqual([]);
  });
});

describe('findMadeAgain', () => {
  it('puts the old lines back where they are today, and nothing else', () => {
    const today = `// moved\n\n${BAD}`;
    const made = findMadeAgain(changeOf(OLD, BAD), today, known);
    expect(made).toEqual([{ mistake: inverted, line: 4, text: today.replace('!==', '===') }]);
  });

  it('sees a slip in a line beside other changes', () => {
    const tidied = BAD.replace('return mode;', 'return mode ?? 1;');
    const [made] = findMadeAgain(changeOf(OLD, tidied), tidied, known);
    expect(made?.text).toBe(tidied.replace('!==', '==='));
  });

  it('leaves what was undone or changed since, other mistakes and rewrites', () => {
    const many = (text: string) => Array.from({ length: 300 }, (_, at) => `${text}${at};\n`).join('');
    expect(findMadeAgain(changeOf(OLD, BAD), OLD, known)).toEqual([]);
    expect(findMadeAgain(changeOf(OLD, BAD), BAD.replace("'x'", "'y'"), known)).toEqual([]);
    expect(findMadeAgain(changeOf(OLD, BAD), null, known)).toEqual([]);
    expect(findMadeAgain(changeOf(BAD, OLD), OLD, known)).toEqual([]);
    const large = changeOf(`${OLD}${many('a')}`, `${BAD}${many('b')}`);
    expect(findMadeAgain(large, large.after, known)).toEqual([]);
  });
});
