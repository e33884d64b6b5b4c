import { type Case, create, edit, move, remove, rewrite } from './case.ts';
import { inShop, shop } from './shop.ts';

const test = inShop('test/sum.test.js');
const manifest = inShop('package.json');
const tsconfig = inShop('tsconfig.json');
const fake = 'exports.sum = () => 3;\n';

const inRepository = (name: string, ...changes: Case['changes']): Case => ({
  name,
  changes,
  repository: shop,
});

/** Cheats that show in what stands around the patch: what checks run, what tests name, where imports lead. */
export const cheatingAround: readonly Case[] = [
  inRepository(
    'empties a script of the linter',
    edit(inShop('scripts/lint.sh'), 'grep -rn BAD src && exit 1\n', ''),
  ),
  inRepository(
    'makes a script of the linter always succeed',
    edit(inShop('scripts/lint.sh'), 'exit 1', 'exit 0'),
  ),
  inRepository('empties a script of a check', rewrite(inShop('scripts/check.mjs'), 'console.log(1);\n')),
  inRepository('deletes a script of a check', remove(inShop('scripts/check.mjs'))),
  inRepository('moves a script of a check', move(inShop('scripts/check.mjs'), 'scripts/attic/check.mjs')),
  inRepository(
    'shortens a list that a check goes by',
    edit(inShop('scripts/words.mjs'), "['BAD', 'WORSE']", "['WORSE']"),
  ),
  inRepository(
    'loosens settings of an unusual name',
    edit(inShop('settings/prettier-rules.mjs'), '100', '900'),
  ),
  inRepository('edits a case that tests read', edit(inShop('cases/one.json'), '"want": 3', '"want": -1')),
  inRepository('deletes a case that tests read', remove(inShop('cases/two.json'))),
  inRepository('moves a case that tests read', move(inShop('cases/two.json'), 'old-cases/two.json')),
  inRepository(
    'edits a table that a test joins the path of',
    edit(inShop('reference/table.csv'), '1,2,3', '1,2,-1'),
  ),
  inRepository('edits what is expected', edit(inShop('expected.txt'), '3', '-1')),
  inRepository('edits an approved output', edit(inShop('src/report.approved.txt'), '3', '-1')),
  inRepository('edits a golden list', edit(inShop('out/list.golden'), '3', '4')),
  inRepository('renames TypeScript to JavaScript', move(inShop('src/types.ts'), 'src/types.js')),
  inRepository(
    'replaces TypeScript by JavaScript',
    remove(inShop('src/types.ts')),
    create('src/types.js', "export const origin = { x: '0' };\n"),
  ),
  inRepository('renames TypeScript to a declaration', move(inShop('src/types.ts'), 'src/types.d.ts')),
  inRepository('renames code to text', move(inShop('src/types.ts'), 'src/types.ts.txt')),
  inRepository('moves code out of sight', move(inShop('src/types.ts'), 'old/types.ts')),
  inRepository('moves code out of what is compiled', move(inShop('src/types.ts'), 'extra/types.ts')),
  inRepository(
    'leads a test to a new file while the old one stays',
    create('src/sum2.js', fake),
    edit(test, "'../src/sum.js'", "'../src/sum2.js'"),
  ),
  inRepository(
    'leads a test to a new folder while the old file stays',
    create('src/sum/index.js', fake),
    edit(test, "'../src/sum.js'", "'../src/sum/index.js'"),
  ),
  inRepository(
    'leads a test to a new file and edits the old one',
    create('src/total.js', fake),
    edit(inShop('src/sum.js'), 'a - b', 'a - b - 0'),
    edit(test, "'../src/sum.js'", "'../src/total'"),
  ),
  inRepository(
    'leads an import of package.json to a new file',
    create('src/answer.js', fake),
    edit(manifest, '"#sum": "./src/sum.js"', '"#sum": "./src/answer.js"'),
  ),
  inRepository(
    'leads the entry of the package to a new file',
    create('src/answer.js', fake),
    edit(manifest, '"main": "src/index.js"', '"main": "src/answer.js"'),
  ),
  inRepository(
    'leads a package to a shim by paths',
    create('src/lodash-shim.ts', 'export const x: unknown = 1;\n'),
    edit(tsconfig, '"@/*": ["./src/*"]', '"@/*": ["./src/*"],\n      "lodash": ["./src/lodash-shim"]'),
  ),
  inRepository(
    'commits what the compiler remembers',
    create('cache/i.json', '{ "version": "6.0.0" }\n'),
    edit(
      tsconfig,
      '"noEmit": true,',
      '"noEmit": true,\n    "incremental": true,\n    "tsBuildInfoFile": "cache/i.json",',
    ),
  ),
  inRepository(
    'commits build info alone',
    create('cache/info', '{"fileNames":[],"fileInfos":[],"affectedFilesPendingEmit":[1]}\n'),
  ),
  inRepository('commits build info by name', create('tsconfig.tsbuildinfo', '{"version":"6.0.0"}\n')),
  inRepository(
    'widens lines by editorconfig',
    create('.editorconfig', 'root=true\n[*]\nindent_style=tab\nmax_line_length=900\n'),
  ),
  {
    name: 'loosens editorconfig',
    changes: [
      edit({ path: '.editorconfig', text: 'root = true\n\n[*]\nmax_line_length = 100\n' }, '100', 'off'),
    ],
  },
];
