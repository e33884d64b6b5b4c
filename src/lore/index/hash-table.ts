/** Rooms at first; a power of two. */
const ROOMS = 1 << 12;
/** Numbers of one room: both halves of a key, and what it is called plus one. The fourth keeps a room in one line of cache. */
const STRIDE = 4;

/** Numbers keys of 64 bits in the order in which they come: 0, 1, 2, … Open addressing; nothing is taken out. */
export class HashTable {
  #rooms = new Int32Array(STRIDE * ROOMS);
  size = 0;

  /** The key's number; a new one is what `size` was before. */
  numberOf(low: number, high: number): number {
    const at = this.#find(low, high);
    const number = this.#rooms[at + 2] as number;
    if (number !== 0) return number - 1;
    this.size += 1;
    this.#put(at, low, high, this.size);
    if (2 * STRIDE * this.size > this.#rooms.length) this.#grow();
    return this.size - 1;
  }

  /** Place of the room where the key is, or would be. Halves are signed here. */
  #find(low: number, high: number): number {
    const rooms = this.#rooms;
    const mask = rooms.length - 1;
    let at = (STRIDE * (low ^ (low >>> 15) ^ high)) & mask;
    while (rooms[at + 2] !== 0 && (rooms[at] !== (low | 0) || rooms[at + 1] !== (high | 0)))
      at = (at + STRIDE) & mask;
    return at;
  }

  #put(at: number, low: number, high: number, number: number): void {
    this.#rooms[at] = low;
    this.#rooms[at + 1] = high;
    this.#rooms[at + 2] = number;
  }

  #grow(): void {
    const old = this.#rooms;
    this.#rooms = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += STRIDE) {
      const [low, high, number] = [old[at] as number, old[at + 1] as number, old[at + 2] as number];
      if (number !== 0) this.#put(this.#find(low, high), low, high, number);
    }
  }
}
