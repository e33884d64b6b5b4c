import type { BareRepo } from './bare-repo.ts';
import type { FakePermission } from './fake-github.ts';

export type Json = Record<string, unknown>;

export interface UserRow {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

export interface LabelRow {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface ReactionRow {
  readonly id: number;
  readonly user: UserRow;
  readonly content: string;
  readonly createdAt: string;
}

export interface IssueRow {
  readonly id: number;
  readonly number: number;
  readonly user: UserRow;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: string | null;
  labels: LabelRow[];
  assignees: UserRow[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: UserRow | null;
  readonly reactions: ReactionRow[];
  /** By whose token it was made, when that was an app's. */
  readonly viaApp: boolean;
  readonly pull: PullRow | null;
}

export interface PullRow {
  readonly id: number;
  /** `repo`: null when the fork is gone. */
  readonly head: { repo: RepoRow | null; readonly owner: UserRow; readonly ref: string; sha: string };
  readonly base: { ref: string; sha: string };
  draft: boolean;
  merged: boolean;
  mergedAt: string | null;
  mergedBy: UserRow | null;
  mergeCommitSha: string | null;
  reviewers: UserRow[];
  teams: string[];
  readonly reviews: ReviewRow[];
  readonly reviewComments: ReviewCommentRow[];
}

export interface ReviewRow {
  readonly id: number;
  readonly user: UserRow;
  readonly body: string;
  state: string;
  readonly sha: string;
  submittedAt: string | null;
}

export interface ReviewCommentRow {
  readonly id: number;
  readonly review: number;
  readonly user: UserRow;
  readonly body: string;
  readonly path: string;
  readonly sha: string;
  readonly line: number;
  readonly startLine: number | null;
  /** Below the first `@@` of its file. */
  readonly position: number;
  readonly side: 'LEFT' | 'RIGHT';
  readonly diffHunk: string;
  readonly replyTo: number | null;
  readonly createdAt: string;
}

export interface CommentRow {
  readonly id: number;
  readonly issue: number;
  readonly user: UserRow;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly reactions: ReactionRow[];
  readonly viaApp: boolean;
}

/** Who makes checks: our app, or GitHub's own CI. */
export interface AppRow {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: UserRow;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface SuiteRow {
  readonly id: number;
  readonly app: AppRow;
  readonly sha: string;
  readonly branch: string | null;
  readonly before: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface CheckRunRow {
  readonly id: number;
  readonly suite: SuiteRow;
  name: string;
  externalId: string;
  detailsUrl: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Json[];
  actions: Json[];
}

export interface WorkflowRunRow {
  readonly id: number;
  readonly suite: SuiteRow;
  readonly workflow: number;
  readonly runNumber: number;
  readonly name: string;
  readonly branch: string;
  readonly sha: string;
  readonly actor: UserRow;
  readonly conclusion: string;
  readonly createdAt: string;
  readonly job: { readonly id: number; readonly check: CheckRunRow; readonly log: string };
}

export interface RepoRow {
  readonly id: number;
  readonly owner: UserRow;
  name: string;
  readonly git: BareRepo;
  readonly isPrivate: boolean;
  defaultBranch: string;
  /** Whether it ever had a branch. */
  hasBegun: boolean;
  isArchived: boolean;
  isDisabled: boolean;
  readonly parent: RepoRow | null;
  readonly createdAt: string;
  updatedAt: string;
  pushedAt: string;
  readonly permissions: Map<string, FakePermission>;
  nextNumber: number;
  readonly issues: Map<number, IssueRow>;
  readonly comments: Map<number, CommentRow>;
  readonly labels: LabelRow[];
  readonly suites: SuiteRow[];
  readonly checks: Map<number, CheckRunRow>;
  readonly runs: Map<number, WorkflowRunRow>;
}

export interface InstallationRow {
  readonly id: number;
  readonly account: UserRow;
  readonly repos: Set<number>;
  readonly createdAt: string;
}

/** One time that a delivery was sent. */
export interface AttemptRow {
  readonly id: number;
  /** Of the delivery. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly repository: number | null;
  readonly isAgain: boolean;
  readonly at: string;
  readonly seconds: number;
  /** 0: there was no answer. */
  readonly status: number;
}

/** Who did what to an issue or pull request. */
export interface HistoryRow {
  readonly repo: RepoRow;
  readonly number: number;
  readonly by: UserRow;
  readonly words: string;
  readonly at: string;
  readonly order: number;
}

/** Seconds, as GitHub gives times. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
