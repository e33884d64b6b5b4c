import * as z from 'zod';
import type { Actor, RepoRef } from '../../domain/forge.ts';
import type { ForgeEvent, IgnoredEvent, Translated } from '../../domain/forge-event.ts';

/** A delivery whose signature was checked: its id, the event's name, and what stood in it. */
export interface Delivery {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

/** Who we are on GitHub, and whom of the bots we listen to. */
export interface Self {
  readonly appId: number;
  /** Of the app; its account is `<slug>[bot]`. */
  readonly slug: string;
  /**
   * Bots whose comments are heard; default: none. Labels, ticks and reruns by bots never are. What a bot's push breaks, or a pull
   * request that a bot opened, is a fact and no order: it is never left out for who did it.
   */
  readonly botsAllowed?: (login: string) => boolean;
}

/** A deleted account: GitHub writes null. */
const GHOST: Actor = { login: 'ghost', isBot: false };

export const User = z
  .object({ login: z.string().min(1), type: z.string().nullish() })
  .nullish()
  .transform(
    (user): Actor =>
      user ? { login: user.login, isBot: user.type === 'Bot' || user.login.endsWith('[bot]') } : GHOST,
  );

/** The two parts end up in paths and addresses, so that they are held to what GitHub allows. */
const FullName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*\/(?!\.{1,2}$)[A-Za-z0-9_.-]+$/);
const Id = z.number().int().nonnegative();

/** A repository in a list of an installation; more is not told there. */
export const RepoName = z.object({ id: Id, full_name: FullName });
export const Installation = z.object({ id: Id });

/** A part of what tells two rounds of the same apart. Nothing else hangs on it: what cannot be read is left out. */
export const Round = z
  .union([z.string().max(100), z.number()])
  .transform(String)
  .optional()
  .catch(undefined);

export function toRound(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(':') || undefined;
}

const Repository = z.object({
  ...RepoName.shape,
  fork: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  disabled: z.boolean().nullish(),
  default_branch: z.string().nullish(),
});
type Repository = z.infer<typeof Repository>;

/** What every event of a repository begins with. */
export const Envelope = z.object({
  action: z.string().nullish(),
  installation: Installation.nullish(),
  repository: Repository,
  sender: User,
});
export type Envelope = z.infer<typeof Envelope>;

/** An event of a repository that we may look at, with what all of ours begin with. */
export interface Heard {
  readonly delivery: Delivery;
  readonly self: Self;
  readonly action: string;
  readonly repository: Repository;
  readonly common: { readonly delivery: string; readonly repo: RepoRef; readonly sender: Actor };
}

export function toRepo(repository: z.infer<typeof RepoName>, installation: number): RepoRef {
  const [owner = '', name = ''] = repository.full_name.split('/');
  return { id: repository.id, owner, name, installation };
}

/** Who gives an order that we do not take; null when it is heard. */
export function refuseOrder(
  { common: { sender }, self }: Heard,
  isAllowed: (bot: string) => boolean = () => false,
): IgnoredEvent | null {
  if (isSelf(sender, self)) return 'own-event';
  return sender.isBot && !isAllowed(sender.login) ? 'bot' : null;
}

/** Accounts of apps are told apart without regard to case, as GitHub does. */
export function isSelf(actor: Actor, self: Self): boolean {
  return actor.login.toLowerCase() === `${self.slug}[bot]`.toLowerCase();
}

export function ignored(why: IgnoredEvent): Translated {
  return { status: 'ignored', why };
}

export function told(events: readonly ForgeEvent[]): Translated {
  return { status: 'events', events };
}
