import { isPull, tellPull } from './follow-pulls.ts';
import { toIssue, toLabel } from './render/to-issue.ts';
import { type IssueRow, type LabelRow, now, type RepoRow, type UserRow } from './rows.ts';
import type { World } from './world.ts';

/** A label by its name, made where it is not there, as GitHub does when an issue gets it. */
export function findLabel(world: World, repo: RepoRow, name: string): LabelRow {
  const known = repo.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
  if (known) return known;
  const label: LabelRow = { id: world.nextId(), name, color: 'ededed', description: null };
  repo.labels.push(label);
  return label;
}

export async function addLabels(
  world: World,
  repo: RepoRow,
  issue: IssueRow,
  names: readonly string[],
  by: UserRow,
): Promise<void> {
  for (const name of names) {
    const label = findLabel(world, repo, name);
    if (issue.labels.includes(label)) continue;
    issue.labels.push(label);
    await tell(world, repo, issue, 'labeled', label, by);
  }
}

export async function removeLabel(
  world: World,
  repo: RepoRow,
  issue: IssueRow,
  label: LabelRow,
  by: UserRow,
): Promise<void> {
  issue.labels = issue.labels.filter((one) => one !== label);
  await tell(world, repo, issue, 'unlabeled', label, by);
}

export async function setLabels(
  world: World,
  repo: RepoRow,
  issue: IssueRow,
  names: readonly string[],
  by: UserRow,
): Promise<void> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const label of issue.labels.filter((one) => !wanted.has(one.name.toLowerCase())))
    await removeLabel(world, repo, issue, label, by);
  await addLabels(world, repo, issue, names, by);
}

async function tell(
  world: World,
  repo: RepoRow,
  issue: IssueRow,
  action: 'labeled' | 'unlabeled',
  label: LabelRow,
  by: UserRow,
): Promise<void> {
  issue.updatedAt = now();
  const more = { label: toLabel(world, repo, label) };
  if (isPull(issue)) await tellPull(world, repo, issue, action, by, more);
  else world.outbox.emit('issues', action, repo, by, { issue: toIssue(world, repo, issue), ...more });
}
