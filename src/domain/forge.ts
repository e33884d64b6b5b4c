import * as z from 'zod';

/** Somebody on the forge. Bots have a login that ends with `[bot]`. */
export const Actor = z.object({ login: z.string(), isBot: z.boolean() });
export type Actor = z.infer<typeof Actor>;

/** A repository of the forge, as an installation reaches it. */
export const RepoRef = z.object({
  /** Of the forge; it stays when the repository is renamed or moved. */
  id: z.number().int(),
  owner: z.string(),
  name: z.string(),
  installation: z.number().int(),
});
export type RepoRef = z.infer<typeof RepoRef>;

/** Branches that begin so are ours: what is pushed there starts nothing. */
export const OWN_BRANCHES = 'dreamos/';

/** What a collaborator may do, least first. */
export const Permission = z.enum(['none', 'read', 'triage', 'write', 'maintain', 'admin']);
export type Permission = z.infer<typeof Permission>;

/** Whether a permission is what is asked for, or more. */
export function isAtLeast(permission: Permission, asked: Permission): boolean {
  return Permission.options.indexOf(permission) >= Permission.options.indexOf(asked);
}

export interface RepoFacts {
  /** By this name another repository is reached meanwhile: what is written would come to that one. */
  readonly isOther: boolean;
  readonly defaultBranch: string;
  readonly isArchived: boolean;
  readonly isDisabled: boolean;
  readonly isFork: boolean;
  readonly isPrivate: boolean;
  /** For git over HTTP, without credentials. */
  readonly cloneUrl: string;
  readonly htmlUrl: string;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly isMerged: boolean;
  readonly isDraft: boolean;
  readonly author: Actor;
  readonly labels: readonly string[];
  /** Branch and commit that it brings; `isFork` when the branch is of another repository, or of one that is gone. */
  readonly head: { readonly branch: string; readonly sha: string; readonly isFork: boolean };
  readonly base: { readonly branch: string; readonly sha: string };
  readonly htmlUrl: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Login of who merged it; null where nobody did, and in lists, which do not tell. */
  readonly mergedBy: string | null;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly author: Actor;
  readonly labels: readonly string[];
  readonly htmlUrl: string;
  readonly isPull: boolean;
  /** Of a pull request that was merged. */
  readonly isMerged: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** A label of a repository. */
export interface Label {
  readonly name: string;
  /** Six hex digits. */
  readonly color: string;
  /** At most 100 characters. */
  readonly description: string;
}

export interface Comment {
  readonly id: number;
  readonly author: Actor;
  readonly body: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'action_required'
  | 'cancelled'
  | 'skipped'
  | 'timed_out';

export interface Annotation {
  readonly path: string;
  /** 1-based. */
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
  /** True when this app made it. */
  readonly isOurs: boolean;
  readonly htmlUrl: string;
  /** What identifies it for us; '' where it has none. */
  readonly externalId: string;
  /** What it says; '' where it says nothing. Summary and text are Markdown. */
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

export interface CheckRunText {
  readonly status: 'in_progress' | 'completed';
  /** Null while it is in progress. */
  readonly conclusion: Conclusion | null;
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  /** Markdown below the summary, at most 65,535 bytes; left out: none. */
  readonly text?: string;
  /** All of them; the adapter sends at most 50 a call. */
  readonly annotations: readonly Annotation[];
}

/** A change of some lines of a pull request that its author takes by a click. */
export interface Suggestion {
  readonly path: string;
  /** 1-based lines of the head's file, all in one hunk of the pull request's diff. */
  readonly startLine: number;
  readonly endLine: number;
  /** Markdown with a `suggestion` block. */
  readonly body: string;
}

/** A workflow run of the repository's own CI. */
export interface CiRun {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly conclusion: string | null;
  readonly htmlUrl: string;
}

/**
 * One repository on GitHub. Every call has a deadline, is retried where that is harmless, and throws `ForgeError` in the end.
 * Lists are whole. Writing is plain: who calls looks first whether it is done already
 * (`src/agents/steward/with-recent-writes.ts`).
 */
export interface Forge {
  readonly repo: RepoRef;
  /** Login of the app's own account, `name[bot]`. */
  readonly self: string;
  facts(): Promise<RepoFacts>;
  /** Asked at run time each time; what an event claims of its sender does not count. */
  permissionOf(login: string): Promise<Permission>;
  /** Text of a file at a ref; null when it is not there or not text. */
  readFile(path: string, ref: string): Promise<string | null>;
  /** Head of a branch; null when it is not there. */
  branchHead(branch: string): Promise<string | null>;

  pull(number: number): Promise<PullRequest | null>;
  /** Newest first. `head`: a branch of this repository. */
  pulls(filter: {
    state: 'open' | 'closed' | 'all';
    head?: string;
    base?: string;
  }): Promise<readonly PullRequest[]>;
  openPull(pull: {
    head: string;
    base: string;
    title: string;
    body: string;
    isDraft: boolean;
  }): Promise<PullRequest>;
  editPull(number: number, edit: { title?: string; body?: string; state?: 'open' | 'closed' }): Promise<void>;
  /** A draft is none any more; where it is none already, nothing is written. */
  markReady(number: number): Promise<void>;
  /** The other way round. */
  markDraft(number: number): Promise<void>;
  requestReviewers(number: number, logins: readonly string[], teams: readonly string[]): Promise<void>;
  /** Lines that a pull request's diff shows on its new side, by path: where an annotation or a suggestion may stand. */
  pullLines(
    number: number,
  ): Promise<ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>>;
  review(
    number: number,
    review: { sha: string; body: string; suggestions: readonly Suggestion[] },
  ): Promise<void>;
  /** Reviews of a pull request by anybody, oldest first: their texts. */
  reviews(number: number): Promise<readonly Comment[]>;

  /** Issues and pull requests (`isPull`), newest first: those that the app opened, or anybody's with a label. */
  issues(filter: { label?: string; state: 'open' | 'closed' | 'all' }): Promise<readonly Issue[]>;
  issue(number: number): Promise<Issue | null>;
  openIssue(issue: { title: string; body: string; labels: readonly string[] }): Promise<Issue>;
  editIssue(
    number: number,
    edit: { title?: string; body?: string; state?: 'open' | 'closed' },
  ): Promise<void>;
  addLabels(number: number, labels: readonly string[]): Promise<void>;
  /** For people to pick; one that is there already is left as it is. */
  makeLabel(label: Label): Promise<void>;
  removeLabel(number: number, label: string): Promise<void>;

  /** Oldest first. */
  comments(number: number): Promise<readonly Comment[]>;
  comment(number: number, body: string): Promise<Comment>;
  editComment(id: number, body: string): Promise<void>;
  react(comment: number, content: Reaction): Promise<void>;

  /** Newest first, with those that a later one of the same name hides. */
  checkRuns(sha: string): Promise<readonly CheckRun[]>;
  startCheck(check: { name: string; sha: string; externalId: string; text: CheckRunText }): Promise<CheckRun>;
  /** Annotations that it has already are not sent again; none can be taken away. */
  updateCheck(id: number, text: CheckRunText): Promise<void>;

  /** Workflow runs of a commit that failed. Of each workflow its latest run counts alone: what is green since is not red. */
  failedRuns(sha: string): Promise<readonly CiRun[]>;
  /** What the failed jobs of a run printed, their ends if it is very long; null where nothing is kept of it. */
  runLog(id: number): Promise<string | null>;
  /** A short-lived token for git over HTTP, narrowed to this repository's contents. */
  gitToken(): Promise<string>;
}

type Reaction = 'eyes' | 'rocket' | 'confused';

/**
 * A call that failed for good. `status`: HTTP's, 0 where no answer came or it could not be read. After 0 and 5xx what was to be
 * written may be there, or not: look before it is written again.
 */
export class ForgeError extends Error {
  override readonly name = 'ForgeError';
  readonly status: number;
  /** For a limit that lasts longer than a call waits: when to come back, in milliseconds from then. */
  readonly retryAfterMs: number | null;

  constructor(message: string, status: number, options?: { cause?: unknown; retryAfterMs?: number | null }) {
    super(message, options);
    this.status = status;
    this.retryAfterMs = options?.retryAfterMs ?? null;
  }
}
