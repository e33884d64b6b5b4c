import type { LoreFile } from '../../domain/ports.ts';
import { detach, SegmentBuilder } from './segment-builder.ts';
import { type LoreDocument, toDocument } from './to-document.ts';

/** A document with where it was found, without its words. */
interface Found {
  readonly file: LoreFile;
  readonly document: Pick<LoreDocument, 'id' | 'created' | 'kind' | 'agent' | 'outcome'>;
}

/** Documents that are to become a segment; `found` and the builder's documents are in the same order. */
export class SegmentDraft {
  readonly builder = new SegmentBuilder();
  readonly found: Found[] = [];

  /** Takes a file in, if it is text. */
  add(file: LoreFile, text: string | null): void {
    if (text === null) return;
    const { id, created, kind, agent, outcome, ...words } = toDocument(file.path, text);
    this.builder.add(words);
    const own = (word: string | null) => (word === null ? null : detach(word));
    this.found.push({
      file,
      document: { id: detach(id), created, kind: own(kind), agent: own(agent), outcome: own(outcome) },
    });
  }
}
