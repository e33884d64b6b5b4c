/** One bug of the made repository: the module as it should be, and what a commit makes of it. */
export interface MadeBug {
  /** Name of its class. */
  readonly kind: string;
  readonly check: 'test' | 'typecheck' | 'lint';
  readonly path: string;
  readonly good: string;
  readonly bad: string;
  /** Path and text of what tells good from bad; null where the module itself does. */
  readonly test: { readonly path: string; readonly text: string } | null;
}

const NOUNS = 'order parcel ticket recipe planet ledger bucket signal garden vessel'.split(' ');
const PARTS = 'lines items stops steps moons rows drops peaks rows decks'.split(' ');
const FIELDS = 'cents grams hours spoons miles coins litres volts seeds tons'.split(' ');

type Words = { readonly n: number; readonly noun: string; readonly parts: string; readonly field: string };
type Kind = (words: Words) => Omit<MadeBug, 'kind'>;

const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

/** A module with more in it than what is wrong, so that a commit can tidy beside it. */
const page = (noun: string, code: string) =>
  `/** What is known of a ${noun}. */\nexport const about = '${noun}';\n\n${code}\n/** For people. */\nexport const label = (text) => \`${noun}: \${text}\`;\n`;

const testOf = (n: number, names: string, checks: readonly string[]) => ({
  path: `test/m${n}.test.js`,
  text: `import '../tick.js';\nimport assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { label, ${names} } from '../src/m${n}.js';\n\ntest('m${n}', () => {\n  assert.ok(label('x'));\n${checks.map((check) => `  ${check}\n`).join('')}});\n`,
});

/** The commit that breaks it also tidies, as commits do. */
const tidy = (text: string) =>
  text
    .replace('What is known of', 'All that is known of')
    .replace('For people.', 'To be shown.')
    .replace('(text) =>', '(words) =>')
    .replace('${text}', '${words}');

function regression(
  path: string,
  good: string,
  [from, to]: [string, string],
  test: MadeBug['test'],
): Omit<MadeBug, 'kind'> {
  const bad = tidy(good).replace(from, to);
  if (bad === tidy(good)) throw new Error(`nothing is broken in ${path}`);
  return { check: 'test', path, good, bad, test };
}

const KINDS: Readonly<Record<string, Kind>> = {
  'off by one': ({ n, noun, parts, field }) => {
    const name = `total${capital(noun)}`;
    const code = `export function ${name}(${parts}) {\n  let ${field} = 0;\n  for (let i = 0; i < ${parts}.length; i++) {\n    ${field} += ${parts}[i].${field};\n  }\n  return ${field};\n}\n`;
    const list = [1, 2, n + 3].map((value) => `{ ${field}: ${value} }`).join(', ');
    const test = testOf(n, name, [`assert.equal(${name}([${list}]), ${n + 6});`]);
    return regression(`src/m${n}.js`, page(noun, code), [`${parts}.length`, `${parts}.length - 1`], test);
  },
  'wrong bound': ({ n, noun, field }) => {
    const name = `isFull${capital(noun)}`;
    const code = `export function ${name}(${field}) {\n  return ${field} >= ${n + 10};\n}\n`;
    const test = testOf(n, name, [
      `assert.equal(${name}(${n + 9}), false);`,
      `assert.equal(${name}(${n + 10}), true);`,
    ]);
    return regression(`src/m${n}.js`, page(noun, code), ['>=', '>'], test);
  },
  'missing guard': ({ n, noun, parts, field }) => {
    const name = `first${capital(field)}`;
    const code = `export function ${name}(${parts}) {\n  const head = ${parts}[0];\n  if (head === undefined) return null;\n  return head.${field};\n}\n`;
    const test = testOf(n, name, [
      `assert.equal(${name}([{ ${field}: ${n} }]), ${n});`,
      `assert.equal(${name}([]), null);`,
    ]);
    return regression(
      `src/m${n}.js`,
      page(noun, code),
      ['  if (head === undefined) return null;\n', ''],
      test,
    );
  },
  'wrong rounding': ({ n, noun, field }) => {
    const name = `round${capital(noun)}`;
    const code = `export function ${name}(${field}) {\n  const whole = ${field} / ${n + 2};\n  return Math.round(whole);\n}\n`;
    const test = testOf(n, name, [`assert.equal(${name}(${(n + 2) * 3 - 1}), 3);`]);
    return regression(`src/m${n}.js`, page(noun, code), ['Math.round', 'Math.floor'], test);
  },
  'no extension': ({ n, noun }) => {
    const good = `import { about } from './base.js';\n\n${page(noun, `export const base${n} = about.length;\n`).replace("export const about = '", "export const named = '")}`;
    const test = testOf(n, `base${n}`, [`assert.equal(base${n}, 4);`]);
    return { check: 'test', path: `src/m${n}.js`, good, bad: good.replace('./base.js', './base'), test };
  },
  'wrong folder': ({ n, noun }) => {
    const good = `import { about } from './base.js';\n\n${page(noun, `export const deep${n} = about.length;\n`).replace("export const about = '", "export const named = '")}`;
    const test = testOf(n, `deep${n}`, [`assert.equal(deep${n}, 4);`]);
    return { check: 'test', path: `src/m${n}.js`, good, bad: good.replace('./base.js', '../base.js'), test };
  },
  'missing import': ({ n, noun }) => {
    const good = `import { measure } from './measure.js';\n\n/** The size of a ${noun}. */\nexport const size${n}: number = measure('${noun}');\n`;
    return {
      check: 'typecheck',
      path: `types/t${n}.ts`,
      good,
      bad: good.replace(/^import.*\n\n/, ''),
      test: null,
    };
  },
  'misspelt property': ({ n, noun }) => {
    const good = `/** Letters of a ${noun}. */\nexport const letters${n}: number = '${noun}'.length;\n`;
    return {
      check: 'typecheck',
      path: `types/t${n}.ts`,
      good,
      bad: good.replace('.length', '.lenght'),
      test: null,
    };
  },
  'unused import': ({ n, noun }) => {
    const good = `/** The name of a ${noun}. */\nexport const name${n} = '${noun}';\n`;
    return {
      check: 'lint',
      path: `lint/l${n}.js`,
      good,
      bad: `import { about } from '../src/base.js';\n\n${good}`,
      test: null,
    };
  },
  'let that never changes': ({ n, noun }) => {
    const good = `/** Says the name of a ${noun}. */\nexport function say${n}() {\n  const word = '${noun}';\n  return word;\n}\n`;
    return {
      check: 'lint',
      path: `lint/l${n}.js`,
      good,
      bad: good.replace('const word', 'let word'),
      test: null,
    };
  },
};

/** So many bugs, the kinds in turn, each under names of its own. */
export function makeBugs(many: number): readonly MadeBug[] {
  const kinds = Object.entries(KINDS);
  return Array.from({ length: many }, (_, n) => {
    const [kind, make] = kinds[n % kinds.length] ?? [];
    const at = (words: readonly string[]) => words[(n * 7 + Math.floor(n / 10)) % words.length] ?? '';
    if (kind === undefined || make === undefined) throw new Error('there is no kind of bug');
    return { kind, ...make({ n, noun: at(NOUNS), parts: at(PARTS), field: at(FIELDS) }) };
  });
}
