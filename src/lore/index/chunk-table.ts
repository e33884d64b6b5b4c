import { isAscii, isWordCode, toChunks } from './analyse.ts';
import { HashTable } from './hash-table.ts';

const [HYPHEN, APOSTROPHE] = [45, 39];

/**
 * Knows what each chunk became, without keeping its text: most of a corpus is the same few words again and again. Chunks are
 * told apart by 64 bits of a hash.
 */
export class ChunkTable {
  readonly #become: (chunk: string) => readonly number[];
  readonly #table = new HashTable();
  /** By the number of the chunk: where its values begin; they end where the next one's do. */
  #starts = new Uint32Array(4096);
  #values = new Uint32Array(4096);

  constructor(become: (chunk: string) => readonly number[]) {
    this.#become = become;
  }

  /** All that the chunks of a text became, in order: the chunks that `toChunks` tells, without making strings of them. */
  forEach(text: string, take: (value: number) => void): void {
    if (!isAscii(text)) {
      for (const chunk of toChunks(text)) this.#give(chunk, 0, chunk.length, take);
      return;
    }
    const { length } = text;
    for (let at = 0; at < length; ) {
      if (!isWordCode(text.charCodeAt(at))) {
        at++;
        continue;
      }
      const from = at;
      do at++;
      while (at < length && goesOn(text, at));
      this.#give(text, from, at, take);
    }
  }

  #give(text: string, from: number, to: number, take: (value: number) => void): void {
    let [low, high] = [0x2545f491, 0x9e3779b9];
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      low = Math.imul(low ^ code, 0x85ebca6b);
      high = Math.imul(high ^ code, 0xc2b2ae35) ^ (low >>> 15);
    }
    const { size } = this.#table;
    const number = this.#table.numberOf(low, high);
    if (number === size) this.#learn(number, text.slice(from, to));
    const end = this.#starts[number + 1] as number;
    for (let at = this.#starts[number] as number; at < end; at++) take(this.#values[at] as number);
  }

  #learn(number: number, chunk: string): void {
    const values = this.#become(chunk);
    const start = this.#starts[number] ?? 0;
    const end = start + values.length;
    if (number + 2 > this.#starts.length) this.#starts = enlarge(this.#starts);
    if (end > this.#values.length) this.#values = enlarge(this.#values);
    this.#values.set(values, start);
    this.#starts[number + 1] = end;
  }
}

export function enlarge(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** True when a chunk has this character too: a letter, a digit, or what joins two of them. */
function goesOn(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isWordCode(code)) return true;
  return (code === HYPHEN || code === APOSTROPHE) && isWordCode(text.charCodeAt(at + 1));
}
