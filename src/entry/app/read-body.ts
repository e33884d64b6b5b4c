import type { Readable } from 'node:stream';

/** GitHub sends no more. */
const MOST_BYTES = 25 * 1024 * 1024;
/** All bodies together, beyond what each may have in any case: whether one is signed is known when all of it is there. */
const MOST_HELD = 128 * 1024 * 1024;
/** Ordinary deliveries are smaller than this, and are read whoever else keeps the server busy. */
const ALWAYS = 64 * 1024;

/** Room for what is being read. */
export class BodyRoom {
  #left: number;

  constructor(bytes = MOST_HELD) {
    this.#left = bytes;
  }

  /** False where there is not so much left. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

export type Body = { readonly text: string } | { readonly refused: 'too-large' | 'no-room' };

/** Reads a request's body and hands it to `use`; the room that it takes is free again after that. */
export async function withBody<T>(
  request: Readable,
  room: BodyRoom,
  use: (body: Body) => Promise<T>,
): Promise<T> {
  const chunks: Buffer[] = [];
  let size = 0;
  let taken = 0;
  const read = async (): Promise<Body> => {
    // Left open when it is left early: there is an answer to give.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) return { refused: 'too-large' };
      const more = Math.max(size - ALWAYS, 0) - taken;
      if (!room.take(more)) return { refused: 'no-room' };
      taken += more;
      chunks.push(chunk);
    }
    return { text: Buffer.concat(chunks.splice(0)).toString('utf8') };
  };
  try {
    return await use(await read());
  } finally {
    room.giveBack(taken);
  }
}
