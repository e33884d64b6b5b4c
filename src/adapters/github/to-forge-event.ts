import type { Translated } from '../../domain/forge-event.ts';
import { type Delivery, Envelope, type Heard, ignored, type Self, told, toRepo } from './delivery.ts';
import { translateCheckRun, translateCheckSuite, translateWorkflowRun } from './translate-ci.ts';
import { translateInstallation, translateInstallationRepositories } from './translate-installation.ts';
import { translateComment, translateIssue } from './translate-issue.ts';
import { translatePull } from './translate-pull.ts';
import { translatePush } from './translate-push.ts';

/** Events of a repository, each with what it means. */
const OF_REPOSITORY: Readonly<Record<string, (heard: Heard) => Translated>> = {
  push: translatePush,
  pull_request: translatePull,
  issues: translateIssue,
  issue_comment: translateComment,
  check_run: translateCheckRun,
  check_suite: translateCheckSuite,
  workflow_run: translateWorkflowRun,
  repository: translateRepository,
};
/** Events of the app itself, which GitHub sends to every app: none can be subscribed to. */
const OF_APP: Readonly<Record<string, (delivery: Delivery) => Translated>> = {
  installation: translateInstallation,
  installation_repositories: translateInstallationRepositories,
};

/** What the app subscribes to: `app.yml` names the same. */
export const SUBSCRIBED = Object.keys(OF_REPOSITORY);

/**
 * What a delivery of GitHub means to us. Pure, and it never throws: what cannot be read is `bad-payload`. Only the fields that we
 * read are looked at, so that a new or a missing one elsewhere changes nothing.
 */
export function toForgeEvent(delivery: Delivery, self: Self): Translated {
  if (Object.hasOwn(OF_APP, delivery.name))
    return OF_APP[delivery.name]?.(delivery) ?? ignored('unknown-event');
  const translate = Object.hasOwn(OF_REPOSITORY, delivery.name) ? OF_REPOSITORY[delivery.name] : undefined;
  if (!translate) return ignored('unknown-event');
  const envelope = Envelope.safeParse(delivery.payload);
  if (!envelope.success) return ignored('bad-payload');
  const { repository, installation, sender, action } = envelope.data;
  if (!installation) return ignored('no-installation');
  if (repository.archived) return ignored('archived');
  if (repository.disabled) return ignored('disabled');
  if (repository.fork) return ignored('fork-repository');
  const common = { delivery: delivery.id, repo: toRepo(repository, installation.id), sender };
  return translate({ delivery, self, action: action ?? '', repository, common });
}

/** One that is deleted is gone for us too. The id stays when a repository gets another name or owner, and we ask by what the next event calls it. */
function translateRepository({ action, common }: Heard): Translated {
  if (action === 'deleted') return told([{ ...common, kind: 'removed' }]);
  return ignored(action === 'renamed' || action === 'transferred' ? 'renamed' : 'unknown-action');
}
