import { describe, expect, it } from '@jest/globals';
import { readMarker } from '../../../../src/agents/steward/text/marker.ts';
import {
  ONBOARDING_TITLE,
  type OnboardingFacts,
  renderOnboarding,
} from '../../../../src/agents/steward/text/onboarding.ts';
import { parseConfig } from '../../../../src/config/load-config.ts';
import { Config } from '../../../../src/domain/config.ts';
import {
  CHECKS,
  expectPlain,
  HOSTILE,
  HTML_URL,
  makeCheck,
  makeEscalated,
  makeHealed,
  makeIncident,
  makeOutcome,
  withText,
} from '../make.ts';

const { caps } = Config.parse({}).github;
const FACTS: OnboardingFacts = {
  htmlUrl: HTML_URL,
  checks: CHECKS,
  baseline: makeOutcome([]),
  caps,
  why: null,
};

function render(changed: Partial<OnboardingFacts> = {}) {
  const made = renderOnboarding({ ...FACTS, ...changed });
  expectPlain(made.body);
  expect(readMarker(made.body)).toEqual({ v: 1, kind: 'onboarding' });
  return made;
}

describe('renderOnboarding', () => {
  it('introduces itself where all is green', () => {
    const { title, body } = render();
    expect(title).toBe('Configure Dream.OS');
    expect(ONBOARDING_TITLE).toBe(title);
    expect(body).toContain('.github/dreamos.yml');
    expect(body).toMatchSnapshot();
  });

  it('says what it would do first where something is red', () => {
    const test = makeEscalated({
      incident: makeIncident([{}, {}], { check: 'test', cause: 'AssertionError in adds' }),
    });
    const { body } = render({
      baseline: makeOutcome([makeHealed(), test, makeEscalated({ outcome: 'flaky' })]),
    });
    expect(body).toMatchSnapshot();
  });

  it('says where nothing was found or run', () => {
    const { body, config } = render({ checks: [], baseline: null, why: 'there is no sandbox here' });
    expect(body).toContain('None was found.');
    expect(body).toContain('They were not run: there is no sandbox here.');
    expect(config).toContain('None was found when');
  });

  it('adds settings that are valid and change nothing', () => {
    const { config } = render();
    expect(config).toMatchSnapshot();
    expect(parseConfig(config, 'dreamos.yml')).toEqual(Config.parse({}));
  });

  it('shows settings that work when they are no comments', () => {
    const { config } = render();
    const shown = [...config.matchAll(/^# (?:checks|leaveAlone):\n(?:# .*\n)+/gm)].map(([part]) =>
      part.replace(/^# /gm, ''),
    );
    expect(parseConfig(shown.join('\n'), 'dreamos.yml')).toMatchObject({
      checks: { test: { run: 'npm run test:ci' }, e2e: false },
      leaveAlone: ['vendor/**'],
    });
  });

  it('lets no script become a setting, and none of it more than a word', () => {
    const checks = [makeCheck(HOSTILE, `a\nmode: off\r\nb\u2028mode: off`, { why: HOSTILE, cwd: HOSTILE })];
    const { config } = render({
      checks,
      baseline: makeOutcome([withText(makeEscalated(), HOSTILE)]),
      why: HOSTILE,
    });
    expect(parseConfig(config, 'dreamos.yml')).toEqual(Config.parse({}));
    render({ checks, baseline: null, why: HOSTILE });
    const many = Array.from({ length: 300 }, (_, at) => makeCheck(`c${at}`, 'x|`'.repeat(5000)));
    render({
      checks: many,
      baseline: makeOutcome(Array.from({ length: 300 }, () => withText(makeEscalated(), 'x|`'.repeat(5000)))),
    });
  });
});
