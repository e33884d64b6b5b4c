import type { Config } from '../../../domain/config.ts';
import { CONFIG_HOME } from '../../../domain/config-home.ts';
import { count } from '../../../domain/count.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import type { Check } from '../../../domain/report.ts';
import { cut, quoteInline, quoteProse, toCell, toLine } from '../../../lore/quote.ts';
import { forgeLinks } from './forge-links.ts';
import { renderMarker } from './marker.ts';
import { disclosure, renderBody, section, sentence } from './parts.ts';

export const ONBOARDING_TITLE = 'Configure Dream.OS';

const MOST_CHECKS = 30;

export interface OnboardingFacts {
  readonly htmlUrl: string;
  /** As found in the default branch; none where nothing was found. */
  readonly checks: readonly Check[];
  /** What a read-only run of them showed; null where none could be made. */
  readonly baseline: Outcome | null;
  readonly caps: Omit<Config['github']['caps'], 'commandsPerHour'>;
  /** True where the read-only run was refused, and why, a sentence; null where it went well. */
  readonly why: string | null;
}

export interface OnboardingText {
  readonly title: string;
  readonly body: string;
  /** The text of the settings' file that the pull request adds. */
  readonly config: string;
}

/** The pull request that asks whether we may begin. */
export function renderOnboarding(facts: OnboardingFacts): OnboardingText {
  const body = renderBody(
    [
      renderMarker({ v: 1, kind: 'onboarding' }),
      '',
      `Merge this, and Dream.OS looks at each push: where a check turns red it finds a fix, proves it by running the same command before and after, and opens a pull request; where it finds none it opens an issue that says what failed. Until then it writes nothing but this. Close it, and it stays away.`,
      '',
    ],
    [
      section('Checks that were found', checkLines(facts.checks)),
      section('How they are today', baselineLines(facts)),
      section('What it would do first', firstLines(facts)),
      section('What it never does', [
        '- merge, approve, or push to a branch of a person unasked',
        '- weaken a test, a rule or a setting to make something green: each patch passes a guard first',
        '- run code of a fork with a token, or send code anywhere: no language model is needed',
      ]),
      section('Caps', [
        `At most ${count(facts.caps.pullsPerHour, 'pull request')} an hour, ${facts.caps.openPulls} open at once, ${count(facts.caps.attempts, 'attempt')} for one incident. They stand in ${quoteInline(CONFIG_HOME)}.`,
      ]),
      section('How to stop it', [
        '- one incident: close its pull request, or type `/dreamos stop` there',
        `- everything: set \`mode: off\` in ${quoteInline(CONFIG_HOME)}, or uninstall the app`,
        '- look without touching: `mode: observe` finds and proves fixes and opens nothing',
      ]),
    ],
    disclosure(facts.baseline?.sandbox),
  );
  return { title: ONBOARDING_TITLE, body, config: renderConfig(facts) };
}

function checkLines(checks: readonly Check[]): string[] {
  if (checks.length === 0)
    return [
      `None was found. Name them under \`checks\` in ${quoteInline(CONFIG_HOME)}, or nothing will happen.`,
    ];
  const hidden = checks.length - MOST_CHECKS;
  return [
    '| check | command | folder | found by |',
    '| --- | --- | --- | --- |',
    ...checks
      .slice(0, MOST_CHECKS)
      .map(
        ({ name, run, cwd, why }) =>
          `| ${toCell(quoteInline(name, 60))} | ${toCell(quoteInline(run))} | ${toCell(quoteInline(cwd, 80))} | ${toCell(quoteProse(why))} |`,
      ),
    ...(hidden > 0 ? [`| … and ${hidden} more | | | |`] : []),
  ];
}

function baselineLines({ baseline, htmlUrl, why }: OnboardingFacts): string[] {
  if (baseline === null) return [why === null ? 'They were not run.' : `They were not run: ${sentence(why)}`];
  const at = forgeLinks(htmlUrl, baseline.base).commit(baseline.base);
  const took = `in ${baseline.seconds.total.toFixed(0)} s, of which ${baseline.seconds.installs.toFixed(0)} s to install`;
  if (baseline.incidents.length === 0) return [`All green at ${at}, ${took}.`];
  return [
    `At ${at}, ${took}, ${count(baseline.incidents.length, 'incident')}:`,
    '',
    ...baseline.incidents
      .slice(0, MOST_CHECKS)
      .map(
        ({ incident, outcome }) =>
          `- ${quoteInline(incident.check, 60)}: ${quoteProse(incident.cause)} (${count(incident.failures.length, 'failure')}${outcome === 'flaky' ? ', flaky' : ''})`,
      ),
    ...(baseline.incidents.length > MOST_CHECKS
      ? [`- … and ${baseline.incidents.length - MOST_CHECKS} more`]
      : []),
  ];
}

function firstLines({ baseline, caps }: OnboardingFacts): string[] {
  const red = baseline?.incidents.filter(({ outcome }) => outcome !== 'flaky') ?? [];
  if (baseline === null)
    return ['Run the checks at the default branch, and tell on the dashboard issue what it saw.'];
  if (red.length === 0) return ['Open the dashboard issue, and wait for a push that turns something red.'];
  const soon = Math.min(red.length, caps.pullsPerHour, caps.openPulls);
  return [
    `Open the dashboard issue, then try to fix ${count(red.length, 'incident')}: ${soon === 0 ? 'no pull request, as the caps allow none' : `${count(soon, 'pull request')} at most in the first hour`}, beginning with:`,
    '',
    ...red
      .slice(0, 3)
      .map(({ incident }) => `1. ${quoteInline(incident.check, 60)}: ${quoteProse(incident.cause)}`),
  ];
}

/** What one may want to change, with what it is now; all of it may be left out. */
function renderConfig({ checks, caps }: OnboardingFacts): string {
  // Comments end with their line, so what a script is called cannot become a setting.
  const found = checks
    .slice(0, MOST_CHECKS)
    .map(({ name, run }) => `#   ${cut(toLine(name), 60)}: ${cut(toLine(run), 120)}`);
  return `${[
    '# Settings of Dream.OS. They are read from the default branch only; what is left out has its default.',
    '# All of them: docs/config.md of Dream.OS. `dreamos validate` checks this file.',
    '',
    '# propose: open pull requests and issues. observe: look and prove, open nothing. off: stay away.',
    'mode: propose',
    '',
    ...(found.length > 0
      ? ['# Checks are detected. Found when this was written:', ...found]
      : ['# Checks are detected. None was found when this was written: name at least one.']),
    '# To change one, name it with its command; `false` leaves it out:',
    '# checks:',
    '#   test: npm run test:ci',
    '#   e2e: false',
    '',
    'github:',
    '  # Judge every pull request by its own runs, in the check dreamos/proof.',
    '  prove: false',
    '  # Let our check runs be red. While this is false they block nothing.',
    '  gate: false',
    '  # What is opened at most.',
    '  caps:',
    `    pullsPerHour: ${caps.pullsPerHour}`,
    `    openPulls: ${caps.openPulls}`,
    `    attempts: ${caps.attempts}`,
    '  # Offer fixes for what a pull request of a person broke, as suggested changes where they fit.',
    '  healPulls: true',
    '  # Whom to ask for a review of a fix: none, or codeowners.',
    '  reviewers: none',
    '',
    '# Paths that no patch may touch.',
    '# leaveAlone:',
    '#   - vendor/**',
  ].join('\n')}\n`;
}
