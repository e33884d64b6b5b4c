import { describe, expect, it } from '@jest/globals';
import { compose } from '../../src/agents/stack.ts';
import { patchOf } from '../../src/domain/patch.ts';

describe('compose', () => {
  const first = patchOf('one', [{ path: 'a.js', before: '1\n', after: '2\n' }]);

  it('puts a second change of a file on top of the first', () => {
    const second = patchOf('two', [
      { path: 'a.js', before: '2\n', after: '3\n' },
      { path: 'b.js', before: 'x\n', after: 'y\n' },
    ]);
    expect(compose(first, second)).toMatchObject({
      title: 'one; two',
      files: [
        { path: 'a.js', before: '1\n', after: '3\n' },
        { path: 'b.js', before: 'x\n', after: 'y\n' },
      ],
    });
  });

  it('is no patch when the second takes the first back, or moves a file', () => {
    expect(compose(first, patchOf('back', [{ path: 'a.js', before: '2\n', after: '1\n' }]))).toBeNull();
    const [file] = patchOf('move', [{ path: 'c.js', before: 'x\n', after: 'x\n' }]).files;
    expect(file && compose(first, { title: 'move', files: [{ ...file, renamedFrom: 'b.js' }] })).toBeNull();
  });
});
