import { type Case, create, edit, move, remove } from './case.ts';
import { inShop, shop } from './shop.ts';

const test = inShop('test/sum.test.js');
const manifest = inShop('package.json');
const tsconfig = inShop('tsconfig.json');

const inRepository = (name: string, ...changes: Case['changes']): Case => ({
  name,
  changes,
  repository: shop,
});

/** All at the top, and a script that is no test by its name. */
const slug = { path: 'slug.js', text: 'export const slugfy = (title) => title.toLowerCase();\n' };
const flat: Case['repository'] = [
  slug,
  { path: 'package.json', text: '{ "name": "flat", "scripts": { "test": "node t.js" } }\n' },
  { path: 't.js', text: "import { slug } from './slug.js';\nif (slug('A') !== 'a') process.exit(1);\n" },
];

/** Honest patches in a repository whose checks and tests name files. */
export const honestAround: readonly Case[] = [
  {
    name: 'mends what a script at the top checks',
    changes: [edit(slug, 'slugfy', 'slug')],
    repository: flat,
  },
  inRepository('mends the product of a shop', edit(inShop('src/sum.js'), 'a - b', 'a + b')),
  inRepository('mends the program of a shop', edit(inShop('bin/shop.js'), '1, 2', '1, 3')),
  inRepository(
    'mends a module of the product that a check runs',
    edit(inShop('src/verify.js'), '=== 3', '>= 3'),
  ),
  inRepository('mends a build script', edit(inShop('scripts/build.mjs'), "'dist'", "'out'")),
  inRepository(
    'mends a script that a linter only looks at',
    edit(inShop('tools/release.js'), "'release'", "'released'"),
  ),
  inRepository(
    'reformats a script of a check',
    edit(inShop('scripts/check.mjs'), "console.log('bad');", 'console.log("bad")'),
  ),
  inRepository('adds a script', create('scripts/stats.mjs', 'console.log(1);\n')),
  inRepository('edits data of the product that a test reads', edit(inShop('data/rates.json'), '1.2', '1.25')),
  inRepository(
    'edits data that only has the name of a word in tests',
    edit(inShop('data/unused.json'), 'true', 'false'),
  ),
  inRepository('edits a translation that a test reads', edit(inShop('locales/en.json'), 'Helo', 'Hello')),
  inRepository('adds a case with its test', create('cases/three.json', '{ "a": 0, "b": 0, "want": 0 }\n')),
  inRepository(
    'makes TypeScript of JavaScript',
    move(
      inShop('src/verify.js'),
      'src/verify.ts',
      'export const verify = (value: number): boolean => value === 3;\n',
    ),
  ),
  inRepository('moves code within what is compiled', move(inShop('src/types.ts'), 'src/shapes/types.ts')),
  inRepository(
    'follows a moved module in a test of the shop',
    move(inShop('src/sum.js'), 'src/math/sum.js'),
    edit(test, "'../src/sum.js'", "'../src/math/sum.js'"),
  ),
  inRepository(
    'follows a module that was rewritten under another name',
    remove(inShop('src/sum.js')),
    create('src/math.js', 'const add = (a, b) => Number(a) + Number(b);\nmodule.exports = { sum: add };\n'),
    edit(test, "'../src/sum.js'", "'../src/math.js'"),
  ),
  inRepository(
    'follows a function that moved to a file of its own',
    edit(inShop('src/sum.js'), 'exports.sum = (a, b) => {\n  return a - b;\n};', 'exports.zero = 0;'),
    create('src/add.js', 'exports.sum = (a, b) => {\n  return a + b;\n};\n'),
    edit(test, "'../src/sum.js'", "'../src/add.js'"),
  ),
  inRepository(
    'leads a test to a module that is there already',
    edit(test, "'../src/sum.js'", "'../src/index.js'"),
  ),
  inRepository(
    'leads an import to a module that is there already',
    edit(manifest, '"#sum": "./src/sum.js"', '"#sum": "./src/index.js"'),
  ),
  inRepository(
    'leads the entry to where the file moved',
    move(inShop('src/index.js'), 'src/main.js'),
    edit(manifest, '"main": "src/index.js"', '"main": "src/main.js"'),
  ),
  inRepository(
    'adds an entry with its file',
    create('src/extra.js', 'exports.extra = 1;\n'),
    edit(manifest, '"#sum": "./src/sum.js"', '"#sum": "./src/sum.js",\n    "#extra": "./src/extra.js"'),
  ),
  inRepository(
    'adds an alias of folders',
    edit(tsconfig, '"@/*": ["./src/*"]', '"@/*": ["./src/*"],\n      "~/*": ["./src/*"]'),
  ),
  inRepository(
    'remembers for the next build',
    edit(tsconfig, '"noEmit": true,', '"noEmit": true,\n    "incremental": true,'),
  ),
  inRepository('deletes dead data', remove(inShop('data/unused.json'))),
  {
    name: 'says in editorconfig what goes without saying',
    changes: [
      create(
        '.editorconfig',
        'root = true\n\n[*]\ncharset = utf-8\nindent_style = space\nindent_size = 2\ninsert_final_newline = true\n\n[*.md]\ntrim_trailing_whitespace = false\n',
      ),
    ],
  },
];
