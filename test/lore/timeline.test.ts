import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LoreEntry } from '../../src/domain/lore.ts';
import { entryPath } from '../../src/lore/entry-path.ts';
import { renderTimeline } from '../../src/lore/timeline.ts';
import { anyEntry, makeEntry } from './make.ts';
import { skeletonOf } from './markdown-tree.ts';

const idOf = (at: number) => `01M862KT9SD9W76CY6B9CVDT${String(at).padStart(2, '0')}`;
const SIGNATURE = 'jest TypeError: # is not a function';

function place(...changed: Partial<LoreEntry>[]) {
  return changed.map((one, at) => {
    const entry = makeEntry({ id: idOf(at), ...one });
    return { entry, path: entryPath(entry) };
  });
}

/** What a page is made of, whatever its links are called. */
function shapeOf(page: string): unknown {
  const bare = (node: unknown): unknown => {
    if (!Array.isArray(node)) return node;
    return node[0] === 'link' ? 'link' : node.map(bare);
  };
  return bare(skeletonOf(page));
}

describe('renderTimeline', () => {
  it('tells months, numbers, lessons and what keeps coming back', () => {
    const all = place(
      { kind: 'decision', title: 'Why `a|b` is *not* [a link](x)', created: '2026-10-30T06:00:00.000Z' },
      { kind: 'fix', title: '`x`: `y`', signature: SIGNATURE, candidates: 12, outcome: 'proposed' },
      { kind: 'failure', title: 'Not mended: `x`', signature: SIGNATURE, candidates: 30, outcome: 'open' },
      { kind: 'devlog', title: '`heal`: 1 of 2', candidates: 42, seconds: 12.34 },
      { kind: 'outcome', refers: [idOf(1)], outcome: 'merged', title: 'Merged' },
      { kind: 'story', title: 'Forgotten' },
      { kind: 'tombstone', refers: [idOf(5)], title: 'Forget it' },
    );
    const page = renderTimeline(all);
    expect(page).toMatchSnapshot();
    expect(renderTimeline([...all].reverse())).toBe(page);
  });

  it('keeps a page that GitHub shows: older months only by their numbers', () => {
    const many = Array.from({ length: 1500 }, (_, at) => ({
      id: `01M862KT9SD9W76CY6B9CV${String(at).padStart(4, '0')}`,
      created: at < 700 ? '2026-11-24T06:00:00.000Z' : '2026-10-24T06:00:00.000Z',
    }));
    const page = renderTimeline(place(...many));
    expect(page.match(/^- /gm)).toHaveLength(700);
    expect(page).toContain('800 entries in [2026/10](2026/10/).');
  });

  it('says so when there is nothing', () => {
    expect(renderTimeline([])).toContain('Nothing yet.');
  });

  it('is one page of the same build whatever titles say', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 6 }), (entries) => {
        const plain = entries.map((entry) => ({ ...entry, title: 'x' }));
        const shape = (some: readonly LoreEntry[]) =>
          shapeOf(
            renderTimeline(some.map((entry) => ({ entry, path: entryPath({ ...entry, title: 'x' }) }))),
          );
        expect(shape(entries)).toEqual(shape(plain));
      }),
      { numRuns: 100 },
    );
  });
});
