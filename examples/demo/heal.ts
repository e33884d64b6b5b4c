import type { Stage } from './stage.ts';

const TYPE_ERROR = {
  'package.json': `${JSON.stringify({ name: 'greeter', private: true, type: 'module', scripts: { typecheck: 'tsc --noEmit -p .' } }, null, 2)}\n`,
  'tsconfig.json': `${JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: [], skipLibCheck: true }, include: ['src'] }, null, 2)}\n`,
  'src/format-name.ts': `export interface Person {
  readonly firstName: string;
  readonly lastName: string;
}

export function formatName(person: Person): string {
  return \`\${person.firstName} \${person.lastName}\`;
}
`,
  'src/greet.ts': `import type { Person } from './format-name.js';

export function greet(person: Person): string {
  return \`Hello, \${formatName(person)}!\`;
}

export function sign(person: Person): string {
  return \`Yours, \${formatName(person)}\`;
}
`,
};

const MISSPELLED_EXPORT = {
  'package.json': `${JSON.stringify({ name: 'slugs', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'src/slug.js': `/** Turns a title into a part of a URL. */
export function slugfy(title) {
  return title.trim().toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
`,
  'test/slug.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugify } from '../src/slug.js';

test('turns a title into a slug', () => {
  assert.equal(slugify('  Hello, World! '), 'hello-world');
});
`,
};

const NOBODY_CAN_FIX = {
  'package.json': `${JSON.stringify({ name: 'prices', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'src/price.js': `/** Price in cents with a discount in percent. */
export function discounted(cents, percent) {
  return cents - cents * percent;
}
`,
  'test/price.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discounted } from '../src/price.js';

test('takes a tenth off', () => {
  assert.equal(discounted(1000, 10), 900);
});
`,
};

/** Two that heal and one that needs a person; nothing of the user's is touched in any of them. */
export async function playHeal(stage: Stage): Promise<void> {
  stage.say('1. A type error: formatName is used in src/greet.ts but never imported.');
  const greeter = await stage.repository('greeter', TYPE_ERROR, ['typescript']);
  await stage.type(greeter, ['heal'], 0);
  const branch = onlyBranch(stage, greeter);
  stage.show(greeter, 'show', '--stat', '-p', '--format=%B', `${branch}~1`);
  stage.say('What was learned is a commit of its own on top: it merges with the fix, or dies with it.');
  stage.show(greeter, 'show', '--stat', '--format=%s', branch);
  stage.say('Anybody can repeat the proof, on any clone:');
  await stage.type(greeter, ['prove', branch], 0);

  stage.say('2. A misspelled export behind a failing test. The test is right, so the source has to change.');
  const slugs = await stage.repository('slugs', MISSPELLED_EXPORT);
  await stage.type(slugs, ['heal'], 0);
  stage.show(slugs, 'show', '-p', '--format=%s', `${onlyBranch(stage, slugs)}~1`);

  stage.say(
    '3. A bug that no fixer can prove a fix of: a person is told where to look, and no branch is made.',
  );
  const prices = await stage.repository('prices', NOBODY_CAN_FIX);
  await stage.type(prices, ['heal'], 1);
  if (stage.ask(prices, 'branch', '--list', 'dreamos/fix/*') !== '')
    throw new Error('a branch was made for what was not healed');

  for (const dir of [greeter, slugs, prices]) {
    if (stage.ask(dir, 'status', '--porcelain') !== '')
      throw new Error(`the working tree of ${dir} was touched`);
  }
}

function onlyBranch(stage: Stage, dir: string): string {
  const branches = stage.fixBranches(dir);
  const [branch] = branches;
  if (branches.length !== 1 || branch === undefined)
    throw new Error(`expected one fix branch, found ${branches.length}`);
  return branch;
}
