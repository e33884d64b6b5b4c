import type { Part } from './index-folder.ts';
import { forEachPosting, PostingWriter } from './postings.ts';
import { fromLengthCode } from './scoring.ts';
import type { TermList } from './segment.ts';
import type { StoredDocument } from './segment-format.ts';
import { SegmentWriter } from './segment-writer.ts';

/** What is made by merging has at most so many documents: no update waits for a whole index to be written again. */
const MOST_DOCUMENTS = 25_000;
/** Each part is at least so many times as large as the next. */
const RATIO = 3;

/** Words are looked up in every part, so there may be few: how many of the last ones are to become one. */
export function planMerge(sizes: readonly number[]): number {
  let from = sizes.length - 1;
  let size = sizes[from] ?? 0;
  while (from > 0) {
    const before = sizes[from - 1] ?? 0;
    if (before >= RATIO * size || before + size > MOST_DOCUMENTS) break;
    size += before;
    from -= 1;
  }
  return Math.max(1, sizes.length - from);
}

/** The parts of one file that has all live documents of several segments. */
export function mergeSegments(parts: readonly Pick<Part, 'segment' | 'changed'>[]): Uint8Array[] {
  const documents: StoredDocument[] = [];
  const lengths: number[] = [];
  const moves = parts.map(({ segment, changed }) => {
    const places = new Int32Array(segment.documents).fill(-1);
    let number = 0;
    for (const document of segment.all()) {
      const layers = changed.get(number) ?? document.layers;
      if (layers !== 0) {
        places[number] = documents.length;
        documents.push({ ...document, layers });
        lengths.push(segment.lengths[number] ?? 0);
      }
      number += 1;
    }
    return places;
  });
  const writer = new SegmentWriter(documents.length * TERMS_EACH);
  copyPostings(parts, moves, documents.length, writer);
  const length = Math.round(lengths.reduce((sum, code) => sum + fromLengthCode(code), 0));
  return writer.finish(documents, Uint8Array.from(lengths), length);
}

/** Different terms for each document, about; it only decides how long a look-up takes. */
const TERMS_EACH = 12;

function copyPostings(
  parts: readonly Pick<Part, 'segment'>[],
  moves: readonly Int32Array[],
  documents: number,
  writer: SegmentWriter,
): void {
  const list = new PostingWriter(documents);
  const streams = parts.map(({ segment }) => segment.terms());
  const heads = streams.map(next);
  for (;;) {
    const key = heads.reduce((least, head) => Math.min(least, head?.key ?? least), Number.POSITIVE_INFINITY);
    if (key === Number.POSITIVE_INFINITY) return;
    const most = heads.reduce((sum, head) => sum + (head?.key === key ? head.count : 0), 0);
    list.begin(most);
    for (const [at, part] of parts.entries()) {
      const head = heads[at];
      if (head?.key !== key) continue;
      forEachPosting(part.segment.read(head), head.isDense, (document, code) => {
        const place = moves[at]?.[document] ?? -1;
        if (place >= 0) list.add(place, code);
      });
      const stream = streams[at];
      heads[at] = stream === undefined ? null : next(stream);
    }
    if (list.count > 0) writer.add(key, list);
  }
}

type Term = TermList & { readonly key: number };

function next(stream: Generator<Term>): Term | null {
  const { value, done } = stream.next();
  return done === true ? null : value;
}
