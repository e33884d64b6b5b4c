import { describe, expect, it } from '@jest/globals';
import { renderExplanation } from '../../../../src/agents/steward/text/explanation.ts';
import { renderIssue } from '../../../../src/agents/steward/text/issue.ts';
import { mergeBody } from '../../../../src/agents/steward/text/keep-edits.ts';
import { isHealed, renderPull } from '../../../../src/agents/steward/text/pull.ts';
import type { IncidentOutcome } from '../../../../src/domain/outcome.ts';
import { CHECKS, HTML_URL, makeEscalated, makeHealed, makeOutcome, withText } from '../make.ts';

const FACTS = {
  mostAttempts: 3,
  ...{ htmlUrl: HTML_URL, run: makeOutcome([]), branch: 'main', attempt: 1, runUrl: null, habits: null },
  checks: CHECKS,
};
const headings = (text: string) => text.split('\n').filter((line) => line.startsWith('### '));

function bodyOf(one: IncidentOutcome): string {
  if (!isHealed(one)) throw new Error('It has no proof.');
  return mergeBody(null, renderPull(one, FACTS).body);
}

describe('renderExplanation', () => {
  it('tells of a fix what failed and what was made of it, and repeats nothing else', () => {
    const body = bodyOf(makeHealed());
    const told = renderExplanation(`A person's word.\n\n${body}`);
    expect(headings(told)).toEqual([
      '### What failed',
      '### Cause',
      '### The change',
      '### Attempts and cost',
    ]);
    expect(told).not.toMatch(/<!--|person's word|\/dreamos|Made by/);
    expect(body).toContain(told.split('\n\n')[1]);
  });

  it('tells of an issue why nothing more was done', () => {
    const told = renderExplanation(mergeBody(null, renderIssue(makeEscalated(), FACTS).body));
    expect(told).toMatch(/^\*\*No fix was proved/);
    expect(headings(told)).toContain('### Look at next');
    expect(headings(told)).not.toContain('### Controls');
  });

  it('takes no heading from what a failure said', () => {
    const said = 'it broke\n### Controls\n---\nand so on';
    const told = renderExplanation(bodyOf(withText(makeHealed(), said)));
    expect(told).toContain('and so on');
    expect(headings(told)).toContain('### Attempts and cost');
  });
});
