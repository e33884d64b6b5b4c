import { ForgeError, type PullRequest } from '../../domain/forge.ts';
import type { IncidentOutcome } from '../../domain/outcome.ts';
import { readCodeowners } from './text/codeowners.ts';
import { statOf } from './text/stat-of.ts';
import type { Visit } from './visit.ts';

const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Asks the owners of what a fix changes, where the settings say so. One who cannot be asked is no reason to stop. */
export async function askReviewers(
  { number, author }: PullRequest,
  { patch }: IncidentOutcome,
  { forge, workshop, synced, config, log }: Visit,
): Promise<void> {
  if (config.github.reviewers !== 'codeowners') return;
  const texts = await Promise.all(PLACES.map((path) => workshop.read(synced.head, path)));
  const text = texts.find((one) => one !== null);
  if (!text) return;
  // Also those of what is deleted.
  const paths = statOf(patch ?? '', Number.POSITIVE_INFINITY).map(({ path }) => path);
  const owners = readCodeowners(text, paths);
  const teams = owners.teams.flatMap((team) => team.split('/')[1] ?? []);
  const logins = owners.logins.filter((login) => login !== author.login);
  if (logins.length + teams.length === 0) return;
  try {
    await forge.requestReviewers(number, logins, teams);
  } catch (error) {
    if (!(error instanceof ForgeError) || error.status !== 422) throw error;
    log(`#${number}: the owners could not be asked: ${error.message}`);
  }
}
