import * as z from 'zod';
import type { Translated } from '../../domain/forge-event.ts';
import { type Delivery, Installation, ignored, RepoName, Round, told, toRepo, User } from './delivery.ts';

const App = z.object({
  action: z.string(),
  installation: Installation.extend({ updated_at: Round }).nullish(),
  sender: User,
});
const Created = z.object({ repositories: z.array(RepoName).nullish() });
const Added = z.object({ repositories_added: z.array(RepoName).nullish() });

/** The app came to an account, with the repositories that it was given. */
export function translateInstallation(delivery: Delivery): Translated {
  const app = App.safeParse(delivery.payload);
  if (!app.success) return ignored('bad-payload');
  const { action } = app.data;
  if (action === 'deleted' || action === 'suspend') return ignored('uninstalled');
  if (action !== 'created') return ignored('unknown-action');
  const created = Created.safeParse(delivery.payload);
  return created.success
    ? installed(delivery, app.data, created.data.repositories ?? [])
    : ignored('bad-payload');
}

/** Repositories were added to an installation, or taken away. */
export function translateInstallationRepositories(delivery: Delivery): Translated {
  const app = App.safeParse(delivery.payload);
  if (!app.success) return ignored('bad-payload');
  if (app.data.action === 'removed') return ignored('uninstalled');
  if (app.data.action !== 'added') return ignored('unknown-action');
  const added = Added.safeParse(delivery.payload);
  return added.success
    ? installed(delivery, app.data, added.data.repositories_added ?? [])
    : ignored('bad-payload');
}

function installed(
  { id }: Delivery,
  { installation, sender }: z.infer<typeof App>,
  repositories: readonly z.infer<typeof RepoName>[],
): Translated {
  if (!installation) return ignored('no-installation');
  return told(
    repositories.map((repository) => ({
      delivery: id,
      repo: toRepo(repository, installation.id),
      sender,
      kind: 'installed' as const,
      round: installation.updated_at,
    })),
  );
}
