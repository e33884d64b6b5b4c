import { addWorkflowRun } from './add-workflow-run.ts';
import type { FakePermission, FakeRepo, WorkflowRunFacts } from './fake-github.ts';
import { pageOf } from './render/to-repository.ts';
import type { RepoRow } from './rows.ts';
import type { World } from './world.ts';

/** What a test holds of a repository. */
export class RepoHandle implements FakeRepo {
  readonly id: number;
  readonly gitDir: string;
  readonly #world: World;
  readonly #row: RepoRow;

  constructor(world: World, row: RepoRow) {
    this.id = row.id;
    this.gitDir = row.git.dir;
    this.#world = world;
    this.#row = row;
  }

  get owner(): string {
    return this.#row.owner.login;
  }

  get name(): string {
    return this.#row.name;
  }

  get cloneUrl(): string {
    return `${pageOf(this.#world, this.#row)}.git`;
  }

  setPermission(login: string, permission: FakePermission): void {
    this.#world.user(login);
    this.#row.permissions.set(login.toLowerCase(), permission);
  }

  setArchived(isArchived: boolean): void {
    this.#row.isArchived = isArchived;
    const { outbox } = this.#world;
    outbox.emit('repository', isArchived ? 'archived' : 'unarchived', this.#row, this.#row.owner, {});
  }

  setDisabled(isDisabled: boolean): void {
    this.#row.isDisabled = isDisabled;
  }

  addWorkflowRun(facts: WorkflowRunFacts): { readonly id: number } {
    return addWorkflowRun(this.#world, this.#row, facts);
  }

  rename(name: string): void {
    const from = this.#row.name;
    this.#row.name = name;
    this.#world.names.set(`${this.owner}/${name}`.toLowerCase(), this.id);
    const changes = { repository: { name: { from } } };
    this.#world.outbox.emit('repository', 'renamed', this.#row, this.#row.owner, { changes });
  }
}
