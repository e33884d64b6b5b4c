import { describe, expect, it } from '@jest/globals';
import { renderCiCheck } from '../../../../src/agents/steward/text/ci-check.ts';
import type { RedRun } from '../../../../src/agents/steward/text/ci-issue.ts';
import { makeFailure } from '../../../make.ts';
import { expectCheckText, HEAD, HOSTILE, HTML_URL } from '../make.ts';

const FACTS = { htmlUrl: HTML_URL, branch: 'topic', sha: HEAD, isRun: true };
const red = (name: string, failures: RedRun['failures']): RedRun => ({
  run: { name, htmlUrl: `${HTML_URL}/actions/runs/7` },
  failures,
});

describe('renderCiCheck', () => {
  it('tells what CI says, and at which lines', () => {
    const inside = makeFailure({ check: 'log', rule: 'TS2304', file: 'src/a.ts', line: 3, message: 'No x.' });
    const outside = makeFailure({
      check: 'log',
      rule: null,
      file: null,
      line: null,
      message: 'It fell over.',
    });
    const text = renderCiCheck([red('CI', [inside, outside]), red('nightly', null)], FACTS, 'success');
    expect(text).toMatchSnapshot();
    expectCheckText(text);
  });

  it('says where no check is run here', () => {
    const text = renderCiCheck([red('CI', [])], { ...FACTS, isRun: false }, 'neutral');
    expect(text.summary).toContain('No check is run here.');
    expect(text.conclusion).toBe('neutral');
  });

  it('shows what a log says as text, whatever it says', () => {
    const failure = makeFailure({ rule: HOSTILE, file: 'src/a.ts', line: 3, message: HOSTILE });
    expectCheckText(renderCiCheck([red(HOSTILE, [failure])], { ...FACTS, branch: HOSTILE }, 'success'));
  });
});
