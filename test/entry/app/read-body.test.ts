import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type Body, BodyRoom, withBody } from '../../../src/entry/app/read-body.ts';

const KB = 1024;
const body = (bytes: number) =>
  Readable.from(
    Array.from({ length: bytes / KB }, () => Buffer.alloc(KB, 'x')),
    { objectMode: false },
  );
const outcome = (read: Body) => ('text' in read ? read.text.length : read.refused);
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(setImmediate);
}

describe('withBody', () => {
  it('reads large bodies as long as there is room, and small ones always', async () => {
    const room = new BodyRoom(200 * KB);
    const gate = Promise.withResolvers<void>();
    const told: (number | string)[] = [];
    const read = (bytes: number) =>
      withBody(body(bytes), room, async (one) => {
        told.push(outcome(one));
        await gate.promise;
      });
    const first = read(200 * KB);
    await until(() => told.length === 1);
    const others = [read(150 * KB), read(60 * KB)];
    await until(() => told.length === 3);
    expect(told).toEqual(expect.arrayContaining([200 * KB, 60 * KB, 'no-room']));
    gate.resolve();
    await Promise.all([first, ...others]);
    await read(200 * KB);
    expect(told.at(-1)).toBe(200 * KB);
  });

  it('gives the room back whatever happens', async () => {
    const room = new BodyRoom(100 * KB);
    const broken = new Readable({ read() {} });
    broken.push(Buffer.alloc(160 * KB));
    const fails = withBody(broken, room, async () => {});
    setTimeout(() => broken.destroy(new Error('gone')), 20);
    await expect(fails).rejects.toThrow('gone');
    expect(await withBody(body(160 * KB), room, async (one) => outcome(one))).toBe(160 * KB);
    expect(await withBody(body(165 * KB), room, async (one) => outcome(one))).toBe('no-room');
    expect(await withBody(body(160 * KB), room, async (one) => outcome(one))).toBe(160 * KB);
  });

  it('reads no more than GitHub sends', async () => {
    const room = new BodyRoom();
    expect(await withBody(body(25 * KB * KB), room, async (one) => outcome(one))).toBe(25 * KB * KB);
    expect(await withBody(body(25 * KB * KB + KB), room, async (one) => outcome(one))).toBe('too-large');
  });
});
