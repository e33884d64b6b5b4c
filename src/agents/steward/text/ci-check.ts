import type { CheckRunText, Conclusion } from '../../../domain/forge.ts';
import { quoteInline } from '../../../lore/quote.ts';
import { distinct } from './annotation.ts';
import { annotate } from './check.ts';
import { type CiFacts, MOST_RUNS, type RedRun, toCiSection } from './ci-issue.ts';
import { forgeLinks } from './forge-links.ts';
import { renderBody } from './parts.ts';

/** The check run of a pull request's commit at which CI is red and our run shows nothing: what CI's log says, at its lines. */
export function renderCiCheck(
  runs: readonly RedRun[],
  { htmlUrl, branch, sha, isRun }: CiFacts,
  conclusion: Conclusion,
): CheckRunText {
  const told = runs.slice(0, MOST_RUNS);
  const here = isRun
    ? 'Our own run shows nothing that this pull request broke. It may be of another machine, another version, a service, or a test that is flaky.'
    : 'No check is run here. Name the command in `.github/dreamos.yml`, under `checks`.';
  return {
    status: 'completed',
    conclusion,
    title: 'CI is red, and our run is not',
    summary: renderBody(
      [`CI is red on ${quoteInline(branch)} at ${forgeLinks(htmlUrl, sha).commit(sha)}. ${here}`, ''],
      told.map(toCiSection),
      [],
    ),
    annotations: distinct(
      told.flatMap(({ run, failures }) =>
        (failures ?? []).flatMap((failure) => annotate({ ...failure, check: run.name }, 'failure')),
      ),
    ),
  };
}
