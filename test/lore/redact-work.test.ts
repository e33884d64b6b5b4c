import { describe, expect, it } from '@jest/globals';
import { renderWatch } from '../../src/agents/steward/text/check.ts';
import { renderIssue, renderReturned } from '../../src/agents/steward/text/issue.ts';
import { isHealed, renderPull } from '../../src/agents/steward/text/pull.ts';
import type { IncidentOutcome } from '../../src/domain/outcome.ts';
import { createRedact } from '../../src/lore/redact.ts';
import { redactWork } from '../../src/lore/redact-work.ts';
import {
  CHECKS,
  HTML_URL,
  makeEscalated,
  makeHealed,
  makeOutcome,
  PATCH,
  withText,
} from '../agents/steward/make.ts';

/** Put together when the tests run, so that no scanner takes this file for a leak. */
const TOKEN = ['ghp', 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4eFg7h'].join('_');
const KEY = ['AKIA', 'IOSFODNN7QWERTYZ'].join('');
const PASSWORD = ['hunter2', 'hunter2pw'].join('');
const KNOWN = ['a-quite', 'plain-value'].join('-');
const SECRETS = [TOKEN, KEY, PASSWORD, KNOWN];
const LINE = `it has ${TOKEN}, ${KEY}, postgres://u:${PASSWORD}@db/x and ${KNOWN}`;
const redact = createRedact({ environment: { WEBHOOK_SECRET: KNOWN }, home: '/root' });

const HEALED = makeHealed();

function clean(incidents: readonly IncidentOutcome[]) {
  const result = redactWork({ kind: 'heal', outcome: makeOutcome(incidents) }, redact);
  if (result.kind !== 'heal') throw new Error('another kind');
  return result.outcome;
}

function pages(one: IncidentOutcome): string {
  const outcome = clean([one]);
  const facts = {
    ...{ htmlUrl: HTML_URL, run: outcome, branch: 'main', attempt: 1, runUrl: null, habits: null },
    ...{ gate: false, isFork: false, places: new Map() },
  };
  return JSON.stringify(
    outcome.incidents.flatMap((told) => [
      ...[renderIssue(told, { ...facts, checks: CHECKS, mostAttempts: 3 }), renderReturned(told, facts)],
      ...(isHealed(told) ? [renderPull(told, facts)] : []),
      renderWatch(outcome, facts),
    ]),
  );
}

/** The same words at each place where a page may cut them off. */
const SHIFTS = [0, 60, 100, 140, 180, 260].map((shift) => `${'w '.repeat(shift / 2)}${LINE}`);

describe('redactWork', () => {
  it.each(SHIFTS)('leaves no secret, and no part of one, for any page: %#', (line) => {
    for (const one of [withText(makeEscalated(), line), { ...withText(makeHealed(), line), patch: PATCH }]) {
      const shown = pages(one);
      for (const secret of SECRETS) expect(shown).not.toContain(secret.slice(0, 9));
    }
    expect(pages(withText(makeEscalated(), LINE))).toContain('[cut: a GitHub token]');
  });

  it('leaves what things are found by, and what holds no secret, as it was', () => {
    const outcome = makeOutcome([HEALED, makeEscalated()]);
    expect(clean(outcome.incidents)).toEqual(outcome);
  });

  it('shows nothing of a text that a secret cannot be cut out of', () => {
    const half = `${TOKEN.slice(0, 20)}\n${TOKEN.slice(20)}`;
    const [one] = clean([makeEscalated({ why: half })]).incidents;
    expect(one?.why).toBe('Not shown here: it holds a GitHub token, in pieces.');
  });

  it.each([
    [TOKEN, 'a GitHub token'],
    [`postgres://u:${PASSWORD}@db/x`, 'a password in an address'],
    [`x = "${KNOWN}"`, 'the value of WEBHOOK_SECRET'],
  ])('hands over no fix that writes one into the code: %#', (secret, what) => {
    const outcome = clean([{ ...HEALED, patch: `${PATCH}+// ${secret}\n` }]);
    expect(outcome.status).toBe('escalated');
    expect(outcome.incidents[0]).toMatchObject({
      ...{ outcome: 'escalated', patch: null, commit: null, branch: null, proof: null, title: null },
      why: `the fix that was found would write a secret into the code (${what}), so it is not proposed`,
    });
  });

  it.each([
    `-// ${TOKEN}\n`,
    `-// ${TOKEN}\n+  // ${TOKEN}\n`,
    ' // ada@lovelace.co.uk\n+// in /home/ada/x, by ada@lovelace.co.uk\n',
  ])('hands over one that takes it away, moves it, or names a person: %#', (lines) => {
    expect(clean([{ ...HEALED, patch: PATCH + lines }]).incidents[0]?.outcome).toBe('healed');
  });
});
