import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entryPath } from '../../src/lore/entry-path.ts';
import { lintLore } from '../../src/lore/lint.ts';
import { parseEntry, renderEntry } from '../../src/lore/markdown.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { toEntries } from '../../src/lore/to-entries.ts';
import { createDraw } from './corpus/draw.ts';
import { plantSecrets } from './corpus/secrets.ts';
import { BASE, HEAD, makeFacts, makeIds } from './facts.ts';
import { skeletonOf } from './markdown-tree.ts';

const redact = createRedact({ environment: {}, home: '/srv/people/grace' });
const plain = (text: string) => ({ text, cuts: [], stuck: [] });

function pagesOf(words: string): string[] {
  return toEntries(makeFacts(words), makeIds(), plain).entries.map(renderEntry);
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\n---\n',
          '\n# Own heading\n',
          '\n\n## Next time\n\n',
          '<!-- hidden -->',
          '<img src=x onerror=alert(1)>',
          '```\n',
          '~~~~\n',
        ],
        ...[
          '`',
          '``',
          '```````',
          '[a](javascript:alert(1))',
          '![p](https://evil/p.png)',
          '@everyone',
          '|',
          '\\',
          '\\`',
          '\r\n',
        ],
        ...[
          '\u202e',
          '\u2066',
          '\ufeff',
          '\u200b',
          '\u{e0041}',
          '\u001b[31m',
          '\0',
          '$x$',
          '<details>',
          '\n- item\n',
          '\n    code\n',
        ],
        ...[
          '\n> [!WARNING]\n',
          '\n[r]: https://evil\n',
          '[^1]',
          '&#96;',
          '\n\n***\n\n',
          '\n===\n',
          'https://evil.io',
          '\u2028',
          '\n<script>\n',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => `x${parts.join('')}`);

describe('toEntries', () => {
  it('tells an incident by its outcome, and the run with links to what it wrote', () => {
    const { entries, refused } = toEntries(makeFacts('sum is not a function'), makeIds(), redact);
    expect(refused).toEqual([]);
    expect(entries.map((entry) => entry.kind)).toEqual(['fix', 'failure', 'flaky', 'devlog']);
    expect(entries.map(renderEntry).join('\n=====\n')).toMatchSnapshot();
  });

  it('keeps the facts that memory compares', () => {
    const [fix, failure, flaky, devlog] = toEntries(makeFacts('sum'), makeIds(), redact).entries;
    expect(fix).toMatchObject({
      head: HEAD,
      base: BASE,
      outcome: 'proposed',
      fixer: 'modules',
      rule: 'jest TypeError',
      signature: 'sum',
      files: ['src/sum.js', 'test/sum.test.js'],
      cites: [{ path: 'src/sum.js', blob: 'd'.repeat(40) }],
      tests: ['sum > sum'],
      confidence: null,
    });
    expect(failure).toMatchObject({
      outcome: 'open',
      head: null,
      tried: [{ fixer: 'sum', candidate: 'sum', status: 'still-red' }],
      confidence: 0.5,
    });
    expect(flaky?.tried).toEqual([]);
    expect(devlog?.refers).toEqual([fix?.id, failure?.id, flaky?.id]);
  });

  it('writes nothing of a run that met nothing red', () => {
    const facts = makeFacts('x');
    expect(
      toEntries({ ...facts, outcome: { ...facts.outcome, incidents: [] } }, makeIds(), redact).entries,
    ).toEqual([]);
  });

  it('keeps forty incidents of a tree that is red all over, what was tried first', () => {
    const facts = makeFacts('x');
    const [healed, tried] = facts.outcome.incidents;
    if (!healed || !tried) throw new Error('no incidents');
    const bare = () => ({ ...tried, attempts: [] });
    const incidents = [...Array.from({ length: 300 }, bare), tried, healed];
    const { entries } = toEntries({ ...facts, outcome: { ...facts.outcome, incidents } }, makeIds(), redact);
    expect(entries.map(({ kind }) => kind)).toEqual([...Array(39).fill('failure'), 'fix', 'devlog']);
    expect(entries[38]?.tried).toHaveLength(1);
    expect(entries.at(-1)?.body).toContain('- 262 without an entry');
    expect(
      lintLore(
        entries.map((entry) => ({ path: entryPath(entry), text: renderEntry(entry), before: null })),
        redact,
      ),
    ).toEqual([]);
  });

  it('keeps its page whatever the words of others are', () => {
    const expected = pagesOf('x').map((page) => skeletonOf(page.slice(page.indexOf('\n---\n') + 5)));
    fc.assert(
      fc.property(hostile, (words) => {
        for (const [at, page] of pagesOf(words).entries()) {
          expect(parseEntry(page).status).toBe('parsed');
          expect(skeletonOf(page.slice(page.indexOf('\n---\n') + 5))).toEqual(expected[at]);
          expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069\ufeff\u200b\u{e0041}\u0000\u001b]/u);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets no secret of the corpus into a file', () => {
    const planted = plantSecrets(createDraw(11)).filter(
      ({ secret, name }) => secret !== '' && !name.startsWith('value'),
    );
    for (const { name, text, secret } of planted) {
      const pages = toEntries(makeFacts(text), makeIds(), redact).entries.map(renderEntry).join('\n');
      expect({ name, left: pages.includes(secret) }).toEqual({ name, left: false });
    }
  });

  it('does not write an entry that a secret cannot be cut from, and says so in the devlog', () => {
    const token = `gh${'p_'}${createDraw(3).alnum(36)}`;
    const { entries, refused } = toEntries(
      makeFacts(`${token.slice(0, 20)}\n${token.slice(20)}`),
      makeIds(),
      redact,
    );
    expect(entries.map((entry) => entry.kind)).toEqual(['devlog']);
    expect(refused).toHaveLength(3);
    expect(entries[0]?.body).toContain('a GitHub token, in pieces cannot be cut cleanly');
    expect(entries[0]?.body).not.toContain(token.slice(20));
  });
});
