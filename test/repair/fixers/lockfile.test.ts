import { describe, expect, it } from '@jest/globals';
import { parsers } from '../../../src/checks/parsers/index.ts';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Failure } from '../../../src/domain/report.ts';
import { lockfileFixer } from '../../../src/repair/fixers/lockfile.ts';
import { useCheckout } from './checkout.ts';
import { exhaust, type Files, makeFailure, makeSite } from './folder-workspace.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const vendored = (name: string, more: object = {}): Files => ({
  [`vendor/${name}/package.json`]: json({ name, version: '1.0.0', ...more }),
});
const link = (name: string) => ({
  [`node_modules/${name}`]: { resolved: `vendor/${name}`, link: true },
  [`vendor/${name}`]: { version: '1.0.0' },
});

/** `wants` stands in package.json, `locked` in the lockfile. */
function repository(wants: object, locked: object, packages: object, more: Files = {}): Files {
  const lock = { name: 'top', version: '1.0.0', lockfileVersion: 3, requires: true };
  return {
    'package.json': json({ name: 'top', version: '1.0.0', ...wants }),
    'package-lock.json': json({
      ...lock,
      packages: { '': { name: 'top', version: '1.0.0', ...locked }, ...packages },
    }),
    '.gitignore': 'node_modules\n',
    ...more,
  };
}

const a = { a: 'file:vendor/a' };
const b = { b: 'file:vendor/b' };
const scenarios: readonly { name: string; files: Files; cwd?: string }[] = [
  { name: 'a dependency was added', files: repository({ dependencies: a }, {}, {}, vendored('a')) },
  {
    name: 'a second one was added and the first stays as it is',
    files: repository({ dependencies: { ...a, ...b } }, { dependencies: a }, link('a'), {
      ...vendored('a'),
      ...vendored('b'),
    }),
  },
  {
    name: 'a dependency took the place of another',
    files: repository({ devDependencies: b }, { dependencies: a }, link('a'), {
      ...vendored('a'),
      ...vendored('b'),
    }),
  },
  {
    name: 'a workspace was added',
    files: repository(
      { workspaces: ['packages/*'] },
      {},
      {},
      { 'packages/w/package.json': json({ name: 'w', version: '1.0.0' }) },
    ),
  },
  {
    name: 'a linked package asks for another',
    files: repository({ dependencies: a }, { dependencies: a }, link('a'), {
      ...vendored('a', { dependencies: { b: 'file:../b' } }),
      ...vendored('b'),
    }),
  },
  {
    name: 'the package is not at the top',
    cwd: 'web',
    files: Object.fromEntries(
      Object.entries(repository({ dependencies: a }, {}, {}, vendored('a'))).map(([path, text]) => [
        `web/${path}`,
        text,
      ]),
    ),
  },
];

describe('lockfileFixer', () => {
  for (const { name, files, cwd = '.' } of scenarios) {
    it(`brings the lockfile in step when ${name}`, async () => {
      await useCheckout(files, {}, async (workspace) => {
        const failures = await install(workspace, cwd);
        expect(failures.map(({ tool, rule }) => [tool, rule])).toEqual([['npm', 'EUSAGE']]);
        const { patches, advice } = await exhaust(lockfileFixer, makeSite(workspace, failures));
        expect(advice).toBeNull();
        const lockfile = cwd === '.' ? 'package-lock.json' : `${cwd}/package-lock.json`;
        expect(patches.map((patch) => patch.files.map(({ path }) => path))).toEqual([[lockfile]]);
        for (const patch of patches) await workspace.apply(patch);
        expect(await install(workspace, cwd)).toEqual([]);
      });
    });
  }

  it('says what to run where the cache does not have a package', async () => {
    const files = repository({ dependencies: { 'no-such-package-in-any-cache': '^1.0.0' } }, {}, {});
    await useCheckout(files, {}, async (workspace) => {
      const message =
        '`npm ci` can only install packages when your package.json and package-lock.json are in sync.';
      const site = makeSite(workspace, [makeFailure({ tool: 'exit', message })]);
      const { patches, advice } = await exhaust(lockfileFixer, site);
      expect(patches).toEqual([]);
      expect(advice).toBe(
        'npm could not do it offline: run `npm install --package-lock-only` where the packages can be reached, and commit package-lock.json',
      );
    });
  });

  it('leaves the workspace as it was', async () => {
    await useCheckout(repository({ dependencies: a }, {}, {}, vendored('a')), {}, async (workspace) => {
      await exhaust(lockfileFixer, makeSite(workspace, await install(workspace, '.')));
      expect(await workspace.diff()).toBe('');
    });
  });

  it('knows the words of each package manager, also where only the exit code could be read', () => {
    const said = [
      'npm ERR! cipm can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.',
      ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with package.json',
      'error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.',
      '➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.',
      'Error: lockfile not found',
    ];
    expect(said.map((message) => lockfileFixer.handles(makeFailure({ tool: 'exit', message })))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

/** What `npm ci` complains of. */
async function install(workspace: Workspace, cwd: string): Promise<Failure[]> {
  const command = 'npm ci --offline --ignore-scripts --no-audit --no-fund --dry-run';
  const { output } = await workspace.run(command, { cwd, timeoutMs: 30_000 });
  const printed = { check: 'install', output, reports: [], roots: [workspace.root], cwd };
  const parser = parsers.find(({ name }) => name === 'package-manager');
  return parser?.parseText(output, printed) ?? [];
}
