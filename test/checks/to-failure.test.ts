import { describe, expect, it } from '@jest/globals';
import { toFailure } from '../../src/checks/to-failure.ts';
import { printed } from './parsers/make-printed.ts';

const frame = (file: string, own = true) => ({ file, line: 3, column: 1, name: null, own });
const place = (file: string | null, ...files: ReturnType<typeof frame>[]) =>
  toFailure(printed, 'node-test', { file, message: 'no', frames: files }).file;

describe('toFailure', () => {
  it('finds the file that a workspace’s tool means by a path from its own folder', () => {
    expect(place('test/a.js', frame('packages/web/test/a.js'), frame('packages/web/src/b.js'))).toBe(
      'packages/web/test/a.js',
    );
  });

  it.each([
    ['the stack has it as printed', [frame('test/a.js'), frame('packages/web/test/a.js')]],
    ['two files end like it', [frame('packages/web/test/a.js'), frame('packages/api/test/a.js')]],
    ['only a part of a name ends like it', [frame('latest/a.js'), frame('packages/mytest/a.js')]],
    ['it is a dependency’s', [frame('node_modules/x/test/a.js', false)]],
  ])('leaves a path alone when %s', (_, frames) => {
    expect(place('test/a.js', ...frames)).toBe('test/a.js');
  });
});
