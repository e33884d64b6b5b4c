import * as z from 'zod';
import { Actor, RepoRef } from './forge.ts';

const common = {
  /** Id of the delivery: the same one twice is one event. */
  delivery: z.string(),
  repo: RepoRef,
  sender: Actor,
  /**
   * Where the same may happen once more at the same commit, what tells this time from the others: a run and its attempt, where a
   * push came from and when, when an installation changed. Left out where the forge does not say.
   */
  round: z.string().optional(),
};
const Sha = z.string().regex(/^[0-9a-f]{40}$/);

/** What happened on the forge and concerns us. Everything else has a named ending: `IgnoredEvent`. */
export const ForgeEvent = z.discriminatedUnion('kind', [
  /** The app was installed, or the repository was added to the installation. */
  z.object({ ...common, kind: z.literal('installed') }),
  /** The app was uninstalled, or the repository was taken from the installation, or deleted. */
  z.object({ ...common, kind: z.literal('removed') }),
  /** Commits came to a branch of this repository. Never a tag, never a deleted branch. */
  z.object({ ...common, kind: z.literal('push'), branch: z.string(), sha: Sha, isDefault: z.boolean() }),
  z.object({
    ...common,
    kind: z.literal('pull'),
    /** `retargeted`: onto another base. `edited`: its title or its text. */
    action: z.enum(['opened', 'changed', 'retargeted', 'edited', 'closed', 'merged', 'labeled', 'unlabeled']),
    number: z.number().int(),
    sha: Sha,
    branch: z.string(),
    isFork: z.boolean(),
    author: Actor,
    /** For `labeled` and `unlabeled`. */
    label: z.string().nullable(),
    /** For `edited`: what it said before. */
    was: z.object({ title: z.string(), body: z.string() }).optional(),
  }),
  z.object({
    ...common,
    kind: z.literal('issue'),
    action: z.enum(['edited', 'closed', 'reopened', 'labeled', 'unlabeled']),
    number: z.number().int(),
    label: z.string().nullable(),
    /** For `edited`: its text before. */
    was: z.string().optional(),
  }),
  /** A new comment on an issue or a pull request. */
  z.object({
    ...common,
    kind: z.literal('comment'),
    number: z.number().int(),
    isPull: z.boolean(),
    comment: z.number().int(),
    body: z.string(),
  }),
  /**
   * The repository's own CI ended red on a branch of this repository. A workflow that a tag started calls the tag its branch, and
   * nothing tells them apart: ask for the branch's head before it is believed.
   */
  z.object({
    ...common,
    kind: z.literal('ci-red'),
    sha: Sha,
    branch: z.string(),
    isDefault: z.boolean(),
    /** Name of the workflow, or of the app whose check suite it is. */
    name: z.string(),
  }),
  /** A workflow of the repository's own CI, or a suite of another app, ended green on the default branch. */
  z.object({ ...common, kind: z.literal('ci-green'), sha: Sha, name: z.string() }),
  /** Somebody asks for one of our check runs again, or for all of a commit: `name` is then null. */
  z.object({
    ...common,
    kind: z.literal('rerun'),
    name: z.string().nullable(),
    sha: Sha,
    branch: z.string().nullable(),
  }),
  /** Not of the forge but of ourselves: the time has come that something waited for. `pull` null: on the default branch. */
  z.object({
    ...common,
    kind: z.literal('wake'),
    at: z.iso.datetime(),
    pull: z.number().int().nullable(),
    /** How often the look failed before, and was put off; left out: never. */
    failed: z.number().int().optional(),
  }),
]);
export type ForgeEvent = z.infer<typeof ForgeEvent>;

/** Why a delivery is none of ours; each has a test. */
export type IgnoredEvent =
  | 'unknown-event'
  | 'unknown-action'
  | 'bad-payload'
  | 'no-installation'
  | 'own-event'
  | 'bot'
  | 'archived'
  | 'disabled'
  /** The repository is a fork, or the commit was checked for one. */
  | 'fork-repository'
  | 'branch-deleted'
  | 'tag'
  | 'own-branch'
  | 'not-red'
  /** A suite of GitHub Actions, whose workflow run tells the same. */
  | 'told-by-workflow'
  | 'no-branch'
  | 'not-ours'
  /** For a time: what is here is kept. */
  | 'suspended'
  | 'renamed';

/** What a delivery means. An installation brings one event for each of its repositories. */
export type Translated =
  | { readonly status: 'events'; readonly events: readonly ForgeEvent[] }
  | { readonly status: 'ignored'; readonly why: IgnoredEvent };

/** Equal for deliveries that tell the same fact under different ids. */
export function factKey(event: ForgeEvent): string {
  const { repo, kind } = event;
  const at = `${repo.id}:${kind}`;
  const round = event.round === undefined ? '' : `:${event.round}`;
  switch (event.kind) {
    case 'installed':
      // Who takes the app away and brings it again begins anew.
      return `${at}:${repo.installation}${round}`;
    case 'removed':
      // It may come back, and go once more.
      return `${at}:${event.delivery}`;
    case 'push':
      return `${at}:${event.branch}:${event.sha}${round}`;
    case 'pull':
      // Merged is merged. All else may happen again at the same commit: a label set once more, another base.
      if (event.action === 'merged') return `${at}:${event.number}:merged`;
      return `${at}:${event.number}:${event.action}:${event.sha}:${event.label ?? ''}:${event.delivery}`;
    case 'issue':
      return `${at}:${event.number}:${event.action}:${event.label ?? ''}:${event.delivery}`;
    case 'comment':
      return `${at}:${event.comment}`;
    case 'ci-red':
    case 'ci-green':
      return `${at}:${event.name}:${event.sha}${round}`;
    case 'wake':
      // Ours, and each was planned: for a time that was planned and given up before as well.
      return `${at}:${event.delivery}`;
    case 'rerun':
      return `${at}:${event.name ?? ''}:${event.sha}:${event.delivery}`;
  }
}
