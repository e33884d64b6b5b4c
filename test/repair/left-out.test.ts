import { describe, expect, it } from '@jest/globals';
import type { Check } from '../../src/domain/report.ts';
import { listLeftOut } from '../../src/repair/left-out.ts';

const PACKAGES = [
  { dir: '.', needs: [] },
  { dir: 'packages/core', needs: [] },
  { dir: 'packages/core/lite', needs: [] },
  { dir: 'packages/core-web', needs: ['packages/core'] },
  { dir: 'packages/app', needs: ['packages/core-web'] },
  { dir: 'packages/other', needs: ['packages/ring'] },
  { dir: 'packages/ring', needs: ['packages/other'] },
];
const check = (cwd: string): Check => ({
  name: cwd,
  kind: 'test',
  run: 'true',
  cwd,
  timeoutMs: 1,
  tools: [],
  why: '',
});
const CHECKS = [...PACKAGES.map(({ dir }) => check(dir)), check('packages/core/src'), check('scripts')];

function leftOut(...files: string[]): string[] {
  return listLeftOut(CHECKS, files, PACKAGES).map((one) => one.check);
}

describe('listLeftOut', () => {
  it('keeps the checks of the changed package, of those that depend on it through others, and of the top', () => {
    expect(leftOut('packages/core/src/a.ts')).toEqual([
      'packages/core/lite',
      'packages/other',
      'packages/ring',
    ]);
  });

  it('leaves out what only stands beside, begins with the same name, or is depended on', () => {
    expect(leftOut('packages/core-web/a.ts', 'packages/core-web/b.ts')).toEqual([
      'packages/core',
      'packages/core/lite',
      'packages/other',
      'packages/ring',
      'packages/core/src',
    ]);
  });

  it('ends where packages depend on each other', () => {
    expect(leftOut('packages/ring/a.ts')).not.toContain('packages/other');
  });

  it('takes a file for the innermost package’s', () => {
    expect(leftOut('packages/core/lite/a.ts')).toContain('packages/core');
  });

  it('leaves nothing out when one file is in no package, or nothing is known of packages', () => {
    expect(leftOut('packages/core/a.ts', 'tsconfig.base.json')).toEqual([]);
    expect(leftOut('scripts/a.ts')).toEqual([]);
    expect(listLeftOut(CHECKS, ['packages/core/a.ts'], [])).toEqual([]);
  });

  it('says why', () => {
    expect(listLeftOut([check('packages/app')], ['packages/ring/b.ts'], PACKAGES)).toEqual([
      {
        check: 'packages/app',
        why: 'packages/app does not depend on what the patch changes (packages/ring)',
      },
    ]);
  });
});
