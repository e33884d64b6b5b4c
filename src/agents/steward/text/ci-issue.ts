import { count } from '../../../domain/count.ts';
import { toLine } from '../../../domain/failure-line.ts';
import type { CiRun } from '../../../domain/forge.ts';
import type { Failure } from '../../../domain/report.ts';
import { quoteBlock, quoteInline } from '../../../lore/quote.ts';
import { forgeLinks, toTitle } from './forge-links.ts';
import type { IssueText } from './issue.ts';
import { renderMarker } from './marker.ts';
import { controlLines, disclosure, renderBody, section } from './parts.ts';

export const MOST_RUNS = 10;
const MOST_FAILURES = 10;

/** A red run of the repository's own CI, with what its log says. */
export interface RedRun {
  readonly run: Pick<CiRun, 'name' | 'htmlUrl'>;
  /** Null where there is no log to read. */
  readonly failures: readonly Failure[] | null;
}

export interface CiFacts {
  readonly htmlUrl: string;
  readonly branch: string;
  readonly sha: string;
  /** False where there is no check of ours to compare it with. */
  readonly isRun: boolean;
}

/** The issue for a red CI that our own run does not show: what it says, and what is known of it here. */
export function renderCiIssue(runs: readonly RedRun[], { htmlUrl, branch, sha, isRun }: CiFacts): IssueText {
  const links = forgeLinks(htmlUrl, sha);
  const here = isRun
    ? 'The checks that are run here are green at this commit, so there is nothing to prove a fix by. It may be of another machine, another version, a service, or a test that is flaky.'
    : 'No check is run here, so there is nothing to prove a fix by. Name the command in `.github/dreamos.yml`, under `checks`.';
  const body = renderBody(
    [
      renderMarker({ v: 1, kind: 'ci', sha, names: namesOf(runs) }),
      '',
      `**CI is red on ${quoteInline(branch)} at ${links.commit(sha)}, and it is not red here.** ${here}`,
      '',
    ],
    [...runs.slice(0, MOST_RUNS).map(toCiSection), section('Controls', controlLines('issue'))],
    disclosure(undefined),
  );
  return { title: toTitle(`CI is red on ${branch}, and not here`), body };
}

/** What one red run says. */
export function toCiSection(one: RedRun): ReturnType<typeof section> {
  return section(`CI says: ${quoteInline(one.run.name, 60)}`, linesOf(one));
}

/** The workflows whose next green run ends it. */
function namesOf(runs: readonly RedRun[]): string[] {
  return [...new Set(runs.map(({ run }) => run.name))].slice(0, MOST_RUNS);
}

function linesOf({ run, failures }: RedRun): string[] {
  const hidden = (failures?.length ?? 0) - MOST_FAILURES;
  const told =
    failures === null
      ? ['Nothing is kept of its log.']
      : failures.length === 0
        ? ['Its log names no failure that could be read.']
        : quoteBlock(failures.slice(0, MOST_FAILURES).map(toLine).join('\n'));
  return [
    ...told,
    ...(hidden > 0 ? ['', `… and ${count(hidden, 'more failure')}`] : []),
    // The address is the forge's own, and still it is text from outside.
    ...(/^https?:\/\/[^\s()<>]+$/.test(run.htmlUrl) ? ['', `[The run](${run.htmlUrl})`] : []),
  ];
}
