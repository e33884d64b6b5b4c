import { createHash } from 'node:crypto';
import type { Ran } from '../../domain/report.ts';
import { collectGarbage } from './collect-garbage.ts';

const HEAD_BYTES = 256 * 1024;
const TAIL_BYTES = 1792 * 1024;
/** How much may be read and dropped before its memory is asked back. */
const GARBAGE_BYTES = 8 * 1024 * 1024;

/**
 * Keeps the beginning and the end of what a command prints, in constant memory, and hashes all of it. Both matter: a
 * compiler's first error stands at the beginning, a test runner's summary at the end.
 */
export class BoundedOutput {
  readonly #hash = createHash('sha256');
  readonly #head: Buffer[] = [];
  readonly #headLimit: number;
  readonly #tail: Ring;
  #headBytes = 0;
  #bytes = 0;
  #collectedAt = 0;

  constructor(headLimit = HEAD_BYTES, tailLimit = TAIL_BYTES) {
    this.#headLimit = headLimit;
    this.#tail = new Ring(tailLimit);
  }

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    const forHead = chunk.subarray(0, this.#headLimit - this.#headBytes);
    if (forHead.length > 0) {
      this.#head.push(Buffer.from(forHead));
      this.#headBytes += forHead.length;
    }
    if (forHead.length < chunk.length) this.#tail.add(chunk.subarray(forHead.length));
    if (this.#bytes - this.#collectedAt > GARBAGE_BYTES) {
      this.#collectedAt = this.#bytes;
      collectGarbage();
    }
  }

  /** To be called once, when all has arrived. Bytes that are no UTF-8 become U+FFFD. */
  conclude(): Pick<Ran, 'output' | 'bytes' | 'sha256'> {
    return { output: this.#text(), bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  #text(): string {
    const head = Buffer.concat(this.#head);
    const tail = this.#tail.content();
    if (head.length + tail.length === this.#bytes) return Buffer.concat([head, tail]).toString('utf8');
    const kept = { head: upToLastLine(head), tail: fromFirstLine(tail) };
    const cut = this.#bytes - kept.head.length - kept.tail.length;
    const newline = kept.head.at(-1) === 0x0a ? '' : '\n';
    return `${kept.head.toString('utf8')}${newline}… ${cut} bytes cut …\n${kept.tail.toString('utf8')}`;
  }
}

/** The last `limit` bytes of what was added. A command that prints byte by byte costs no more than one that prints blocks. */
class Ring {
  readonly #limit: number;
  #buffer: Buffer | null = null;
  #end = 0;
  #full = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#buffer ??= Buffer.alloc(this.#limit);
    const last = chunk.subarray(Math.max(0, chunk.length - this.#limit));
    const room = this.#limit - this.#end;
    last.copy(this.#buffer, this.#end, 0, room);
    if (last.length >= room) {
      this.#full = true;
      last.copy(this.#buffer, 0, room);
    }
    this.#end = (this.#end + last.length) % this.#limit;
  }

  content(): Buffer {
    const buffer = this.#buffer ?? Buffer.alloc(0);
    const newest = buffer.subarray(0, this.#end);
    return this.#full ? Buffer.concat([buffer.subarray(this.#end), newest]) : newest;
  }
}

/** Up to the last whole line; where there is none, up to the last whole character. */
function upToLastLine(bytes: Buffer): Buffer {
  const newline = bytes.lastIndexOf(0x0a);
  if (newline >= 0) return bytes.subarray(0, newline + 1);
  let start = bytes.length - 1;
  while (start > 0 && start > bytes.length - 4 && isContinuation(bytes[start])) start -= 1;
  const needed = characterLength(bytes[start] ?? 0);
  return bytes.length - start < needed ? bytes.subarray(0, start) : bytes;
}

/** From the first line that is whole; where there is none, from the first whole character. */
function fromFirstLine(bytes: Buffer): Buffer {
  const newline = bytes.indexOf(0x0a);
  if (newline >= 0 && newline < bytes.length - 1) return bytes.subarray(newline + 1);
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function characterLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
