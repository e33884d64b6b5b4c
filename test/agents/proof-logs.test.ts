import { describe, expect, it } from '@jest/globals';
import { withLogs } from '../../src/agents/proof-logs.ts';
import type { Report } from '../../src/domain/report.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { makeRan } from '../make.ts';
import { makeEscalated, makeHealed, makeProof, PATCH } from './steward/make.ts';

const TOKEN = ['ghp', 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4eFg7h'].join('_');
const redact = createRedact({ environment: {}, home: '/root' });

function report(output: string): Report {
  const ran = makeRan({ output, bytes: Buffer.byteLength(output) });
  return { check: 'test', command: 'npm test', status: 'red', ran, failures: [] };
}

function logsOf(red: string, green: string) {
  const outcome = makeHealed();
  const cure = {
    ...{ fixer: 'typescript', draft: false, patch: { title: 'it', files: [] }, diff: PATCH },
    ...{ proof: makeProof(), red: report(red), reports: [report(green)] },
  };
  const [told, other] = withLogs(
    [outcome, makeEscalated()],
    [
      { outcome, effect: null, cure },
      { outcome: makeEscalated(), effect: null, cure: null },
    ],
    redact,
  );
  expect(other).not.toHaveProperty('logs');
  return told?.logs;
}

describe('withLogs', () => {
  it('gives a healed incident what both runs printed, without colours and secrets', () => {
    expect(logsOf(`\u001b[31mred\u001b[0m with ${TOKEN}\n`, 'green\n')).toEqual({
      before: 'red with [cut: a GitHub token]\n',
      after: 'green\n',
    });
  });

  it.each([30_000, 200_000])(
    'keeps the end of what is long, from the beginning of a line, and says so',
    (length) => {
      const line = `${'x'.repeat(95)}\n`;
      const { before = '' } = logsOf(line.repeat(length / 96), '') ?? {};
      expect(before.length).toBeLessThan(20_100);
      expect(before.length).toBeGreaterThan(19_800);
      const [said, ...lines] = before.split('\n');
      expect(said).toBe(`… only the end of ${Math.floor(length / 96) * 96} bytes is kept …`);
      expect(new Set(lines)).toEqual(new Set([line.trim(), '']));
    },
  );

  it('leaves no part of a secret where it cuts', () => {
    for (let shift = 0; shift < 60; shift += 7) {
      const { before = '' } = logsOf(`${'a '.repeat(100)}${TOKEN} ${'b '.repeat(9970 + shift)}`, '') ?? {};
      expect(before).not.toMatch(/[a-z]\d[a-z]/i);
    }
  });
});
