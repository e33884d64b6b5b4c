import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import type { FakeApp, FakePermission } from './fake-github.ts';
import {
  type AppRow,
  type AttemptRow,
  type HistoryRow,
  type InstallationRow,
  type Json,
  now,
  type RepoRow,
  type UserRow,
} from './rows.ts';

export type Who =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly user: UserRow }
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation';
      readonly user: UserRow;
      readonly installation: InstallationRow;
      readonly permissions: Readonly<Record<string, string>>;
      /** Null: all of the installation, those of later too. */
      readonly repos: ReadonlySet<number> | null;
      readonly expiresAt: number;
    };

/** Where the app is told what happened. */
export interface Outbox {
  /** Of something in a repository, if the app is installed there. */
  emit(event: string, action: string | null, repo: RepoRow, sender: UserRow, facts: Json): void;
  /** A whole payload; what has one `queue` keeps its order. */
  send(event: string, queue: number, payload: Json): void;
  /** Work that will tell something: `settled` waits for it. */
  after(work: () => Promise<void>): void;
  /** What was sent, oldest first. */
  readonly attempts: readonly AttemptRow[];
  /** Sends a delivery again, under its id. */
  redeliver(guid: string): Promise<void>;
}

/** What `app.yml` asks for. */
export const PERMISSIONS = {
  contents: 'write',
  pull_requests: 'write',
  issues: 'write',
  checks: 'write',
  actions: 'read',
  metadata: 'read',
} as const;

/** What `app.yml` listens to; `installation` and `installation_repositories` come without asking. */
const EVENTS = [
  'push',
  'pull_request',
  'check_run',
  'check_suite',
  'workflow_run',
  'issues',
  'issue_comment',
  'repository',
] as const;

const LEVELS: readonly FakePermission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** Everything that the double knows, but for what git knows. */
export class World {
  readonly folder: string;
  readonly app: FakeApp;
  readonly publicKey: KeyObject;
  readonly users = new Map<string, UserRow>();
  readonly tokens = new Map<string, Who>();
  readonly repos = new Map<number, RepoRow>();
  /** `owner/name` in lower case, names of the past too. */
  readonly names = new Map<string, number>();
  readonly installations = new Map<number, InstallationRow>();
  /** Job logs by the secret part of their address. */
  readonly logs = new Map<string, string>();
  /** When a row came to be, by its id. */
  readonly births = new Map<number, number>();
  readonly history: HistoryRow[] = [];
  readonly bot: UserRow;
  readonly appRow: AppRow;
  readonly ciApp: AppRow;
  url = '';
  #lastId = 1000;
  #outbox: Outbox | null = null;

  constructor(folder: string, app: FakeApp, publicKey: KeyObject) {
    this.folder = folder;
    this.app = app;
    this.publicKey = publicKey;
    const maker = this.user('dreamos-maker', 'User');
    this.bot = this.user(`${app.slug}[bot]`, 'Bot');
    this.appRow = {
      id: app.id,
      slug: app.slug,
      name: app.slug,
      owner: maker,
      permissions: PERMISSIONS,
      events: EVENTS,
    };
    this.ciApp = {
      id: 15368,
      slug: 'github-actions',
      name: 'GitHub Actions',
      owner: this.user('github', 'User'),
      permissions: { actions: 'write', checks: 'write', contents: 'write', metadata: 'read' },
      events: ['check_run', 'check_suite', 'push', 'workflow_run'],
    };
  }

  get api(): string {
    return `${this.url}/api/v3`;
  }

  get outbox(): Outbox {
    if (this.#outbox === null) throw new Error('The world has no outbox yet.');
    return this.#outbox;
  }

  set outbox(outbox: Outbox) {
    this.#outbox = outbox;
  }

  nextId(): number {
    this.#lastId += 1;
    this.births.set(this.#lastId, Date.now());
    return this.#lastId;
  }

  user(login: string, type?: UserRow['type']): UserRow {
    const known = this.users.get(login.toLowerCase());
    if (known) return known;
    const row: UserRow = {
      id: this.nextId(),
      login,
      type: type ?? (login.endsWith('[bot]') ? 'Bot' : 'User'),
    };
    this.users.set(login.toLowerCase(), row);
    return row;
  }

  findUser(login: string): UserRow | null {
    return this.users.get(login.toLowerCase()) ?? null;
  }

  /** A token that stands for somebody, with a prefix as GitHub's have. */
  issueToken(prefix: string, who: Who): string {
    const token = `${prefix}_${randomBytes(18).toString('hex')}`;
    this.tokens.set(token, who);
    return token;
  }

  findRepo(owner: string, name: string): RepoRow | null {
    const id = this.names.get(`${owner}/${name}`.toLowerCase());
    return id === undefined ? null : (this.repos.get(id) ?? null);
  }

  installationOf(repo: RepoRow): InstallationRow | null {
    for (const row of this.installations.values()) if (row.repos.has(repo.id)) return row;
    return null;
  }

  /** What a person may do in a repository. */
  permission(user: UserRow | null, repo: RepoRow): FakePermission {
    const given = user === null ? undefined : repo.permissions.get(user.login.toLowerCase());
    const open: FakePermission = repo.isPrivate ? 'none' : 'read';
    return given === undefined || given === 'none' ? open : given;
  }

  isAtLeast(has: FakePermission, needs: FakePermission): boolean {
    return LEVELS.indexOf(has) >= LEVELS.indexOf(needs);
  }

  noreply(user: UserRow): { name: string; email: string } {
    return { name: user.login, email: `${user.id}+${user.login}@users.noreply.github.com` };
  }

  /** Whose commit it is, by its address. */
  byEmail(email: string): UserRow | null {
    const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
    return login === undefined ? null : this.findUser(login);
  }

  touch(repo: RepoRow): void {
    repo.updatedAt = now();
  }
}

/** The id that GitHub's GraphQL has for a row: opaque, and the same each time. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${createHash('sha256').update(`${kind}${id}`).digest('base64url').slice(0, 16)}`;
}
