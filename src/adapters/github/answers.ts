import * as z from 'zod';
import type { CheckRun, CiRun, Comment, Issue, PullRequest, RepoFacts } from '../../domain/forge.ts';
import { Permission } from '../../domain/forge.ts';
import { User } from './delivery.ts';

/** GitHub's answers, of each exactly what is read, as our nouns. */

/** GitHub writes null for no text. */
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const State = z.enum(['open', 'closed']);
/** Old answers have bare names among the labels. */
const Labels = z
  .array(z.union([z.string(), z.object({ name: Text })]))
  .nullish()
  .transform((labels) => (labels ?? []).map((label) => (typeof label === 'string' ? label : label.name)));

/** `id`: of the repository that is meant. */
export const factsAs = (id: number) =>
  z
    .object({
      id: z.number(),
      default_branch: z.string(),
      archived: z.boolean().nullish(),
      disabled: z.boolean().nullish(),
      fork: z.boolean().nullish(),
      private: z.boolean(),
      clone_url: z.string(),
      html_url: z.string(),
    })
    .transform(
      (repo): RepoFacts => ({
        isOther: repo.id !== id,
        defaultBranch: repo.default_branch,
        isArchived: repo.archived ?? false,
        isDisabled: repo.disabled ?? false,
        isFork: repo.fork ?? false,
        isPrivate: repo.private,
        cloneUrl: repo.clone_url,
        htmlUrl: repo.html_url,
      }),
    );

/** `role_name` tells triage and maintain apart, but may be a role that an organisation made up. */
export const Collaborator = z
  .object({ permission: Permission.catch('none'), role_name: z.string().nullish() })
  .transform(({ permission, role_name }) => Permission.catch(permission).parse(role_name));

export const Pull = z
  .object({
    id: z.number(),
    number: z.number(),
    title: Text,
    body: Text,
    state: State,
    merged_at: z.string().nullish(),
    merged_by: z.object({ login: z.string() }).nullish(),
    draft: z.boolean().nullish(),
    user: User,
    labels: Labels,
    head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number() }).nullish() }),
    base: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number() }) }),
    html_url: z.string(),
    created_at: z.string(),
  })
  .transform((pull): PullRequest & { readonly id: number } => ({
    id: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    isMerged: Boolean(pull.merged_at),
    isDraft: pull.draft ?? false,
    author: pull.user,
    labels: pull.labels,
    head: {
      branch: pull.head.ref,
      sha: pull.head.sha,
      isFork: pull.head.repo?.id !== pull.base.repo.id,
    },
    base: { branch: pull.base.ref, sha: pull.base.sha },
    htmlUrl: pull.html_url,
    createdAt: pull.created_at,
    mergedBy: pull.merged_by?.login ?? null,
  }));

export const AnIssue = z
  .object({
    id: z.number(),
    number: z.number(),
    title: Text,
    body: Text,
    state: State,
    user: User,
    labels: Labels,
    html_url: z.string(),
    pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
    created_at: z.string(),
  })
  .transform((issue): Issue & { readonly id: number } => ({
    id: issue.id,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    author: issue.user,
    labels: issue.labels,
    htmlUrl: issue.html_url,
    isPull: Boolean(issue.pull_request),
    isMerged: Boolean(issue.pull_request?.merged_at),
    createdAt: issue.created_at,
  }));

export const AComment = z
  .object({ id: z.number(), user: User, body: Text, created_at: z.string() })
  .transform(
    ({ id, user, body, created_at }): Comment => ({ id, author: user, body, createdAt: created_at }),
  );

/** A review that is not handed in has no time, and only its author sees it. */
export const AReview = z
  .object({ id: z.number(), user: User, body: Text, submitted_at: z.string().nullish() })
  .transform(
    ({ id, user, body, submitted_at }): Comment => ({
      id,
      author: user,
      body,
      createdAt: submitted_at ?? '',
    }),
  );

/** `appId`: ours. */
export const checkRunAs = (appId: number) =>
  z
    .object({
      id: z.number(),
      name: z.string(),
      head_sha: z.string(),
      status: z.string(),
      conclusion: z.string().nullish(),
      app: z.object({ id: z.number() }).nullish(),
      html_url: Text,
      external_id: Text,
      output: z.object({ title: Text, summary: Text, text: Text }).nullish(),
    })
    .transform(
      (run): CheckRun => ({
        id: run.id,
        name: run.name,
        sha: run.head_sha,
        // Actions have some more words for what has not begun.
        status: run.status === 'completed' || run.status === 'in_progress' ? run.status : 'queued',
        conclusion: run.conclusion ?? null,
        isOurs: run.app?.id === appId,
        htmlUrl: run.html_url,
        externalId: run.external_id,
        title: run.output?.title ?? '',
        summary: run.output?.summary ?? '',
        text: run.output?.text ?? '',
      }),
    );

export const AWorkflowRun = z
  .object({
    id: z.number(),
    name: Text,
    head_sha: z.string(),
    conclusion: z.string().nullish(),
    html_url: z.string(),
    workflow_id: z.number().nullish(),
    run_started_at: z.string().nullish(),
  })
  .transform((run): CiRun & { readonly workflow: number | string; readonly startedAt: string } => ({
    id: run.id,
    name: run.name,
    sha: run.head_sha,
    conclusion: run.conclusion ?? null,
    htmlUrl: run.html_url,
    // A name is not one workflow's alone.
    workflow: run.workflow_id ?? run.name,
    startedAt: run.run_started_at ?? '',
  }));

export const AJob = z.object({ id: z.number(), name: Text, conclusion: z.string().nullish() });

/** What one call answers to, when nothing of it is read. */
export const Anything = z.unknown();
