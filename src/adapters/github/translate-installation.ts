import * as z from 'zod';
import type { Translated } from '../../domain/forge-event.ts';
import { type Delivery, Installation, ignored, RepoName, Round, told, toRepo, User } from './delivery.ts';

const App = z.object({
  action: z.string(),
  installation: Installation.extend({ updated_at: Round }).nullish(),
  sender: User,
});
const All = z.object({ repositories: z.array(RepoName).nullish() });
const Some = z.object({
  repositories_added: z.array(RepoName).nullish(),
  repositories_removed: z.array(RepoName).nullish(),
});

/** The app came to an account, with the repositories that it was given, or left it. */
export function translateInstallation(delivery: Delivery): Translated {
  const app = App.safeParse(delivery.payload);
  if (!app.success) return ignored('bad-payload');
  const { action } = app.data;
  if (action === 'suspend') return ignored('suspended');
  if (action !== 'created' && action !== 'deleted') return ignored('unknown-action');
  const all = All.safeParse(delivery.payload);
  if (!all.success) return ignored('bad-payload');
  return toEvents(action === 'created' ? 'installed' : 'removed', delivery, app.data, all.data.repositories);
}

/** Repositories were added to an installation, or taken away. */
export function translateInstallationRepositories(delivery: Delivery): Translated {
  const app = App.safeParse(delivery.payload);
  if (!app.success) return ignored('bad-payload');
  const { action } = app.data;
  if (action !== 'added' && action !== 'removed') return ignored('unknown-action');
  const some = Some.safeParse(delivery.payload);
  if (!some.success) return ignored('bad-payload');
  return action === 'added'
    ? toEvents('installed', delivery, app.data, some.data.repositories_added)
    : toEvents('removed', delivery, app.data, some.data.repositories_removed);
}

function toEvents(
  kind: 'installed' | 'removed',
  { id }: Delivery,
  { installation, sender }: z.infer<typeof App>,
  repositories: readonly z.infer<typeof RepoName>[] | null | undefined,
): Translated {
  if (!installation) return ignored('no-installation');
  return told(
    (repositories ?? []).map((repository) => ({
      ...{ delivery: id, repo: toRepo(repository, installation.id), sender, kind },
      round: installation.updated_at,
    })),
  );
}
