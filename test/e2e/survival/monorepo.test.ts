import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeRepository } from '../../make.ts';
import { heal } from './survive.ts';

const toManifest = (name: string, dependencies: Record<string, string>) =>
  JSON.stringify({ name, type: 'module', dependencies, scripts: { test: 'node --test' } });
const toTest = (name: string, from: string) =>
  `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { ${name} } from '${from}';\n\ntest('${name}', () => {\n  assert.equal(typeof ${name}, 'function');\n});\n`;

/** `web` depends on `core`, `alone` on nothing; the misspelled export is `core`’s, and only its own test sees it. */
function makeMonorepo() {
  const repo = makeRepository({
    '.gitignore': 'node_modules/\n',
    'package.json': JSON.stringify({ name: 'top', private: true, workspaces: ['packages/*'] }),
    'packages/core/package.json': toManifest('@made/core', {}),
    'packages/core/src/slug.js': 'export function slugfy(title) {\n  return title.toLowerCase();\n}\n',
    'packages/core/index.js': 'export const core = () => 1;\n',
    'packages/core/test/slug.test.js': toTest('slugify', '../src/slug.js'),
    'packages/web/package.json': toManifest('@made/web', { '@made/core': '*' }),
    'packages/web/test/web.test.js': toTest('core', '@made/core/index.js'),
    'packages/alone/package.json': toManifest('@made/alone', {}),
    'packages/alone/index.js': 'export const alone = () => 1;\n',
    'packages/alone/test/alone.test.js': toTest('alone', '../index.js'),
  });
  mkdirSync(join(repo.dir, 'node_modules', '@made'), { recursive: true });
  for (const name of ['core', 'web', 'alone'])
    symlinkSync(`../../packages/${name}`, join(repo.dir, 'node_modules', '@made', name));
  return repo;
}

describe('a repository of several packages', () => {
  it('has only the checks of the broken one and of those that depend on it run for a proof, which names the rest', async () => {
    const repo = makeMonorepo();
    const { json } = await heal(repo.dir, ['heal', '--json']);
    expect(json.status).toBe('healed');
    const [{ proof, commit }] = json.incidents;
    expect(proof.check).toBe('packages-core-test');
    expect(proof.others.map((one: { after: { check: string } }) => one.after.check)).toEqual([
      'packages-web-test',
    ]);
    expect(proof.leftOut).toEqual([
      {
        check: 'packages-alone-test',
        why: 'packages/alone does not depend on what the patch changes (packages/core)',
      },
    ]);
    expect(repo.git('log', '-1', '--format=%B', commit)).toContain(
      'Not run: packages-alone-test, for packages/alone does not depend on',
    );
  });
});
