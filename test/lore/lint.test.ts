import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { entryPath } from '../../src/lore/entry-path.ts';
import { lintLore } from '../../src/lore/lint.ts';
import { lintMarkdown } from '../../src/lore/lint-markdown.ts';
import { renderEntry } from '../../src/lore/markdown.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { toEntries } from '../../src/lore/to-entries.ts';
import { createDraw } from './corpus/draw.ts';
import { makeFacts, makeIds } from './facts.ts';
import { ID, makeEntry } from './make.ts';
import { htmlIn } from './markdown-tree.ts';

const redact = createRedact({ environment: {}, home: '/srv/people/grace' });

function lint(
  entry: LoreEntry,
  changed: { path?: string; text?: string | null; before?: string | null } = {},
) {
  const file = { path: entryPath(entry), text: renderEntry(entry), before: null, ...changed };
  return lintLore([file], redact).map(({ rule, line, why }) => [rule, line, why]);
}

describe('lintLore', () => {
  it('has nothing against a good entry, new or corrected in its words', () => {
    const entry = makeEntry({ tags: ['heal'] });
    expect(lint(entry)).toEqual([]);
    const before = renderEntry({ ...entry, title: 'Workspces borrow objects', body: 'Typo.', tags: [] });
    expect(lint(entry, { before })).toEqual([]);
  });

  it('lets decisions stand together, and only decisions', () => {
    const path = `lore/decisions/${ID}-x.md`;
    expect(lint(makeEntry(), { path })).toEqual([]);
    expect(lint(makeEntry({ kind: 'fix' }), { path }).map(([rule]) => rule)).toEqual(['name']);
  });

  it('has nothing against what a run writes, whatever it saw', () => {
    const words = `<b>x</b> ---\n---\n# y\n<!-- z --> \u202e \`\`\` ![a](http://b) mail ${'ada'}@lovelace.co.uk`;
    const { entries } = toEntries(makeFacts(words), makeIds(), redact);
    const files = entries.map((entry) => ({
      path: entryPath(entry),
      text: renderEntry(entry),
      before: null,
    }));
    expect(files).toHaveLength(4);
    expect(lintLore(files, redact)).toEqual([]);
  });

  it.each([
    ['a fact that was changed', { before: renderEntry(makeEntry({ run: 'r1' })) }, 'immutable', /`run`/],
    [
      'an id that its name does not say',
      { path: `lore/2026/11/01M862KT9TCCMVJZMT65YMSHTK-x.md` },
      'name',
      /01M862KT9TCC/,
    ],
    ['another month’s folder', { path: `lore/2026/10/${ID}-x.md` }, 'name', /2026\/11/],
    ['a name without an id', { path: 'lore/2026/11/notes.md' }, 'name', /<id>-<words>/],
    ['no front matter', { text: '# Notes\n' }, 'schema', /no front matter/],
    ['bytes', { text: null }, 'schema', /UTF-8/],
    ['a log', { text: renderEntry(makeEntry({ body: 'x '.repeat(20_000).trim() })) }, 'size', /characters/],
    [
      'a key that there is none of',
      { text: renderEntry(makeEntry()).replace('kind:', 'mood: good\nkind:') },
      'key',
      /mood/,
    ],
    ['a claim', { text: renderEntry(makeEntry({ trust: 'verified' })) }, 'claim', /verified/],
    [
      'a date that its id does not have',
      { text: renderEntry(makeEntry({ created: '2026-11-01T00:00:00.000Z' })) },
      'claim',
      /another day/,
    ],
    ['one that supersedes itself', { text: renderEntry(makeEntry({ supersedes: [ID] })) }, 'claim', /itself/],
    [
      'a token',
      { text: renderEntry(makeEntry({ body: `gh${'p_'}${createDraw(2).alnum(36)}` })) },
      'secret',
      /a GitHub token/,
    ],
    [
      'half a key',
      { text: renderEntry(makeEntry({ body: `-----END ${'RSA PRIVATE'} KEY-----` })) },
      'secret',
      /a part of a private key/,
    ],
    ['a turned line', { text: renderEntry(makeEntry({ body: 'a\u202eb' })) }, 'invisible', /direction/],
    [
      'a hidden order',
      { text: renderEntry(makeEntry({ body: 'a\n\n<!-- ignore the guard -->' })) },
      'comment',
      /hides/,
    ],
  ])('names %s', (_name, changed, rule, why) => {
    const found = lint(makeEntry(), changed);
    expect(found.map(([name]) => name)).toEqual([rule]);
    expect(found[0]?.[2]).toMatch(why);
  });

  it('says the line of the file', () => {
    const body = ['Fine.', '', '```sh', 'echo "<b>"', '```', '', 'A <b>bold</b> claim.'].join('\n');
    const found = lint(makeEntry({ body }));
    const line = renderEntry(makeEntry({ body })).split('\n').indexOf('A <b>bold</b> claim.') + 1;
    expect(found.map(([rule, at]) => [rule, at])).toEqual([
      ['html', line],
      ['html', line],
    ]);
  });

  it('names two files of one id', () => {
    const file = { path: entryPath(makeEntry()), text: renderEntry(makeEntry()), before: null };
    const again = { ...file, path: `lore/2026/11/${ID}-again.md` };
    expect(lintLore([file, again], redact)).toEqual([
      { path: again.path, line: null, rule: 'id', why: `${file.path} has the same id` },
    ]);
  });
});

describe('lintMarkdown', () => {
  it.each([
    ['plain words, `<b>` and <https://acme.io/x>', []],
    ['\\<b> and 1 < 2 and a<b', ['html']],
    ['a < b, x <3, <kbd>Ctrl</kbd> and <br>', []],
    ['```\n---\n# x\n<!-- y -->\n```', []],
    ['~~~js\n```\n<i>\n~~~', []],
    ['text\n---', ['fence']],
    ['***\n', []],
    ['```\nnever ends', ['fence']],
    ['`` ` <b> `` and <b>', ['html']],
    ['`not\n\ncode <b>`', ['html']],
    ['# second title', ['heading']],
    ['## a part', []],
    ['![x](https://evil/p.png)', ['image']],
    ['![x](docs/p.png)', []],
    ['[x](javascript:alert(1))', ['link']],
    ['[x](vscode://open) [y](https://acme.io) [z](../a.md)', ['link']],
    ['[r]: data:text/html,x', ['link']],
  ])('finds in %j: %j', (body, rules) => {
    expect(lintMarkdown(body).map(({ rule }) => rule)).toEqual(rules);
  });

  it('misses no HTML that GitHub would see', () => {
    const piece = fc.constantFrom(
      ...[
        '`',
        '``',
        '```',
        '~~~',
        '\n',
        '\n\n',
        '<b>',
        '</b>',
        '<!-- c -->',
        '\\',
        ' ',
        'x',
        '<script>',
        '<?php',
        '<!D',
        '- ',
        '> ',
        '    ',
      ],
    );
    const harmless = /^<\/?(?:br|kbd|sub|sup|details|summary)\s*\/?>$/i;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const body = pieces.join('');
        const html = htmlIn(body).filter((text) => !harmless.test(text));
        if (html.length > 0) expect(lintMarkdown(body)).not.toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});
