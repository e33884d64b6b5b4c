import type { LoreFile } from '../../domain/ports.ts';
import { idOfPath } from './entry-id.ts';
import { toExact } from './exact.ts';
import { SegmentBuilder } from './segment-builder.ts';
import type { StoredDocument } from './segment-format.ts';
import { toDocument } from './to-document.ts';

/** Files that are to become a segment. */
export class SegmentDraft {
  readonly #builder = new SegmentBuilder();
  readonly #documents: StoredDocument[] = [];

  /** Takes a file in, if it is text. `layers` are those that have it. */
  add({ path, stamp }: LoreFile, layers: number, text: string | null): void {
    if (text === null) return;
    const { id, created, kind, agent, outcome, ...words } = toDocument(path, text);
    this.#builder.add({ ...words, exact: [...words.exact, toExact('path', path)] });
    const own = idOfPath(path) === id ? null : detach(id);
    const facts = { kind: detach(kind), agent: detach(agent), outcome: detach(outcome) };
    this.#documents.push({ path, layers, stamp, id: own, created, ...facts });
  }

  get documents(): number {
    return this.#documents.length;
  }

  get postings(): number {
    return this.#builder.postings;
  }

  /** The parts of the segment's file. */
  build(): Uint8Array[] {
    return this.#builder.build(this.#documents);
  }
}

/** A part of a text keeps all of the text in memory; a copy of it does not. */
function detach(part: string | null): string | null {
  return part === null ? null : Buffer.from(part, 'utf8').toString('utf8');
}
