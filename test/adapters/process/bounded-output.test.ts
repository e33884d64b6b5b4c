import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoundedOutput } from '../../../src/adapters/process/bounded-output.ts';

function printed(chunks: readonly (string | Buffer)[], head: number, tail: number) {
  const output = new BoundedOutput(head, tail);
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  return output.conclude();
}

describe('BoundedOutput', () => {
  it('keeps everything up to the limit', () => {
    expect(printed(['abc', 'defg'], 4, 3).output).toBe('abcdefg');
  });

  it('cuts whole lines out of the middle and says how much', () => {
    const { output, bytes } = printed(['one\ntwo\nthree\nfour\nfive\nsix\n'], 10, 11);
    expect(output).toBe('one\ntwo\n… 11 bytes cut …\nfive\nsix\n');
    expect(bytes).toBe(28);
  });

  it('cuts a line that has no end between characters', () => {
    const { output } = printed(['ä'.repeat(20)], 5, 5);
    expect(output).toBe('ää\n… 32 bytes cut …\nää');
  });

  it('is the same however the bytes arrive, hashes all, and accounts for each byte', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ü', '\n', '🦊', ' '), maxLength: 200 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 })), (content, sizes) => {
        const all = Buffer.from(content);
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(all.subarray(at, at + size));
          at = Math.min(all.length, at + size);
        }
        chunks.push(all.subarray(at));
        const once = printed([all], 30, 40);
        expect(printed(chunks, 30, 40)).toEqual(once);
        expect(once.sha256).toBe(createHash('sha256').update(all).digest('hex'));
        const cut = /(\n?)… (\d+) bytes cut …\n/.exec(once.output);
        const kept = Buffer.byteLength(once.output) - Buffer.byteLength(cut?.[0] ?? '');
        const newline = cut?.[1] ? once.output.slice(0, cut.index + 1) : '';
        const owed = kept + Number(cut?.[2] ?? 0);
        expect([owed, owed + Buffer.byteLength(newline && '\n')]).toContain(all.length);
        expect(once.output).not.toContain('\uFFFD');
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
