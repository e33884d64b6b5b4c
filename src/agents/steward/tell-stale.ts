import type { IncidentOutcome } from '../../domain/outcome.ts';
import { quoteInline } from '../../lore/quote.ts';
import { ensureLabels, findFixes } from './find-ours.ts';
import { amendCheck } from './keep-check.ts';
import { CHECKS, LABELS } from './labels.ts';
import { isAbout, say } from './say.ts';
import { forgeLinks } from './text/forge-links.ts';
import { sentence } from './text/parts.ts';
import type { Visit } from './visit.ts';

/**
 * The base moved under an open fix, its failure is still there, and no fix is proved any more: said on the pull request, which is
 * where the incident is dealt with. Returns its number; null where there is none.
 */
export async function tellStale(
  one: IncidentOutcome,
  { branch, sha }: { readonly branch: string; readonly sha: string },
  visit: Visit,
): Promise<number | null> {
  const { forge, facts } = visit;
  const same = (await findFixes(forge, 'open')).find(
    ({ marker, base }) => marker.fingerprint === one.incident.fingerprint && base.branch === branch,
  );
  if (same === undefined) return null;
  if (same.marker.base === sha || same.labels.includes(LABELS.stop)) return same.number;
  const links = forgeLinks(facts.htmlUrl, sha);
  const text = [
    `${quoteInline(same.base.branch)} moved to ${links.commit(sha)}, where ${quoteInline(one.incident.check)} is still red, and this could not be proved again there: ${sentence(one.why)}`,
    '',
    `What is proved above holds for ${links.commit(same.marker.base)} alone. A person is needed.`,
  ].join('\n');
  const about = `stale:${same.head.sha}`;
  const isSaid = (await forge.comments(same.number)).some((one) => isAbout(one, forge.self, about));
  // Said again it is not new: who took the label away knows. It comes first, for what is said says that it is there.
  if (!isSaid) await ensureLabels(forge, same, [LABELS.needsHuman]);
  await say(forge, same.number, about, text);
  await amendCheck(
    forge,
    { name: CHECKS.verify, sha: same.head.sha },
    { conclusion: 'neutral', title: 'Not proved on the base as it is now', text },
  );
  return same.number;
}
