import { describe, expect, it } from '@jest/globals';
import { parsePackageJson, scatteredDirs, workspaceDirs } from '../../../src/checks/detect/packages.ts';

describe('workspaceDirs', () => {
  it('takes what is named, less what is taken out, never the top', () => {
    const dirs = ['', 'packages/a', 'packages/a/test/x', 'tools'];
    expect(workspaceDirs(dirs, ['packages/**', '!**/test/**', '**'])).toEqual(['packages/a', 'tools']);
    expect(workspaceDirs(dirs, [])).toEqual([]);
  });
});

describe('scatteredDirs', () => {
  it('takes projects a folder or two below, not the material of tests', () => {
    const dirs = ['api', 'api/inner', 'apps/web', 'a/b/c', 'test/fixtures/x', 'examples/y'];
    expect(scatteredDirs(dirs)).toEqual(['api', 'apps/web']);
  });
});

describe('parsePackageJson', () => {
  it('is null for what is no object, and tolerant towards the rest', () => {
    expect(parsePackageJson('[1')).toBeNull();
    expect(parsePackageJson('"x"')).toBeNull();
    expect(parsePackageJson('\uFEFF{"scripts":{"a":"b","c":1},"devDependencies":{"d":"1"}}')).toMatchObject({
      scripts: { a: 'b' },
      dependsOn: { d: '1' },
      workspaces: [],
    });
  });
});
