import { crc32 } from 'node:zlib';

/** What was read is not what was written. */
export class BrokenIndex extends Error {
  override readonly name = 'BrokenIndex';
}

/** Bytes of the check that ends a block. */
export const CHECK_BYTES = 4;

/** Bytes that grow at their end. Numbers are whole, not negative, and below 2^53. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** 7 bits a byte, low ones first; the high bit says that more follow. */
  varint(value: number): void {
    this.#reserve(8);
    let left = value;
    while (left > 0x7fff_ffff) {
      this.#bytes[this.length++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    while (left > 127) {
      this.#bytes[this.length++] = (left & 127) | 128;
      left >>>= 7;
    }
    this.#bytes[this.length++] = left;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Its length, then its bytes; null is told from empty. */
  text(text: string | null): void {
    const bytes = Buffer.from(text ?? '', 'utf8');
    this.varint(text === null ? 0 : bytes.length + 1);
    this.raw(bytes);
  }

  uint32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >>> shift) & 255);
  }

  /** Ends a block that began at `from` by its check. */
  seal(from: number): void {
    this.uint32(crc32(this.#bytes.subarray(from, this.length)));
  }

  /** What is there; good until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + more, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }
}

/** Reads what a `ByteWriter` wrote. Throws `BrokenIndex` where there is nothing more. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw new BrokenIndex('a number is cut off');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  /** A part of the bytes that are read from, not a copy. */
  raw(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.at, this.at + length);
    if (bytes.length !== length) throw new BrokenIndex('bytes are cut off');
    this.at += length;
    return bytes;
  }

  text(): string | null {
    const length = this.varint();
    return length === 0 ? null : toText(this.raw(length - 1));
  }
}

export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** A block without its check. Throws `BrokenIndex` when it is not what was written. */
export function unseal(block: Uint8Array): Uint8Array {
  const end = block.length - CHECK_BYTES;
  if (end < 0) throw new BrokenIndex('a block is cut off');
  const content = block.subarray(0, end);
  if (crc32(content) !== readUint32(block, end)) throw new BrokenIndex('a block is damaged');
  return content;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true);
}
