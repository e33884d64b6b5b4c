/**
 * What an offline GitHub offers to tests, the demo and evaluations. Made by `startFakeGitHub` (start-fake-github.ts).
 *
 * Commits, refs, merges, comparisons and the files of pull requests are those of a bare git repository;
 * everything else is rows in memory. What people do, tests do over HTTP with a person's token, as a person's tools would.
 */
export interface FakeGitHub {
  /** `http://127.0.0.1:PORT`: git at `url/owner/name.git`, pages for people at `url/owner/name`. */
  readonly url: string;
  /** `url + '/api/v3'`: octokit's `baseUrl`. The same is at `url + '/api'`. */
  readonly api: string;
  readonly app: FakeApp;
  /** A person with a personal token. The same login twice is the same person. `isBot`: its login should end with `[bot]`. */
  addUser(login: string, options?: { readonly isBot?: boolean }): FakeUser;
  /** An empty repository, as a new one on GitHub. The owner (a person) is made where it is not there; its admin is the owner. */
  addRepo(owner: string, name: string, options?: RepoOptions): Promise<FakeRepo>;
  /** Installs the app; returns the installation's id. Delivers `installation.created`, or `installation_repositories.added`. */
  install(repo: FakeRepo): number;
  /** Takes a repository out (`installation_repositories.removed`), the last one by `installation.deleted`. */
  uninstall(repo: FakeRepo): void;
  /** Webhook URL of the app; null: nothing is sent. */
  deliverTo(url: string | null): void;
  /** Resolves when every delivery has been answered, those too that the answers brought about. */
  settled(): Promise<void>;
  readonly deliveries: readonly Delivery[];
  /** Sends a delivery again, under its id. */
  redeliver(id: string): Promise<void>;
  readonly faults: Faults;
  /** Random faults at random calls of the app and in its deliveries; the same seed and calls give the same faults. */
  chaos(seed: number, options?: ChaosOptions): void;
  readonly requests: readonly LoggedRequest[];
  /** Calls of the app that GitHub's OpenAPI description does not allow. A test asserts []. */
  readonly violations: readonly string[];
  /** Answers and deliveries of the double that the description does not allow; looked for with `checkItself`. */
  readonly mistakes: readonly string[];
  close(): Promise<void>;
}

export interface FakeGitHubOptions {
  readonly port?: number;
  /** Where the bare repositories are kept; without it a temp folder that `close` removes. */
  readonly folder?: string;
  /** Fills `mistakes`: slow, for tests of the double. */
  readonly checkItself?: boolean;
}

export interface FakeApp {
  readonly id: number;
  readonly slug: string;
  /** PKCS#1 PEM, as GitHub hands it out. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

export interface FakeUser {
  readonly login: string;
  readonly token: string;
}

interface RepoOptions {
  readonly isPrivate?: boolean;
  readonly defaultBranch?: string;
}

export type FakePermission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface FakeRepo {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  /** The bare repository. What is pushed into it past HTTP is seen, but tells nobody. */
  readonly gitDir: string;
  readonly cloneUrl: string;
  setPermission(login: string, permission: FakePermission): void;
  setArchived(isArchived: boolean): void;
  setDisabled(isDisabled: boolean): void;
  /** A finished run of the repository's own CI: delivers `workflow_run.completed` and `check_suite.completed`. */
  addWorkflowRun(run: WorkflowRunFacts): { readonly id: number };
  /** Its old address redirects from then on; delivers `repository.renamed`. */
  rename(name: string): void;
}

export interface WorkflowRunFacts {
  readonly sha: string;
  readonly branch: string;
  readonly name: string;
  readonly conclusion: string;
  /** What its job printed. */
  readonly log: string;
}

export interface Delivery {
  /** X-GitHub-Delivery: a GUID. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of the answer; null while there is none, 0 where none came (no connection, or not within 10 s). */
  readonly status: number | null;
  /** How often it was sent. */
  readonly sent: number;
}

export interface Fault {
  /** Tested against the method and the path, without `/api/v3` and without the query: `GET /repos/acme/widgets`. */
  readonly match: RegExp;
  /** How many calls it hits; by default one. */
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** Closes the socket: before the call is done, or after it was done and before it is answered. */
  readonly drop?: 'before' | 'after';
  /** Only calls with a token of the app. */
  readonly only?: 'app';
}

export interface Faults {
  add(fault: Fault): void;
  /** Ends all faults, and chaos. */
  clear(): void;
}

export type ChaosKind =
  /** 503 before the call is done. */
  | 'unavailable'
  /** The write happened, then the socket closes. */
  | 'drop-after'
  /** 403 with `retry-after` and the words of a secondary limit. */
  | 'secondary-limit'
  /** A list that does not show the newest rows yet. */
  | 'lag'
  | 'duplicate-delivery'
  | 'reorder-delivery';

export interface ChaosOptions {
  /** Share of calls and deliveries that are hit; by default 0.1. */
  readonly rate?: number;
  /** By default all. */
  readonly kinds?: readonly ChaosKind[];
  /** How young the rows are that a lagging list leaves out; by default 2,000. */
  readonly lagMs?: number;
  /** Seconds; by default 1. */
  readonly retryAfter?: number;
}

export interface LoggedRequest {
  readonly method: string;
  /** With its query, without `/api/v3`. */
  readonly path: string;
  /** A login, `app` (by its own key), or `anonymous`. */
  readonly who: string;
  readonly status: number;
  readonly ms: number;
}
