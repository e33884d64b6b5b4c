import type { Workspace, Workspaces } from '../domain/ports.ts';

/** Warm checkouts of one commit for screening, made when first needed and lent one at a time. */
export class WorkspacePool {
  readonly #workspaces: Workspaces;
  readonly #sha: string;
  readonly #size: number;
  readonly #idle: Workspace[] = [];
  readonly #waiting: ((workspace: Workspace) => void)[] = [];
  readonly #endings: (() => void)[] = [];
  readonly #ended: Promise<void>[] = [];
  #made = 0;

  constructor(workspaces: Workspaces, sha: string, size: number) {
    this.#workspaces = workspaces;
    this.#sha = sha;
    this.#size = size;
  }

  /** Lends a checkout, clean when lent; waits when all are lent. */
  async use<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
    const workspace = await this.#take();
    try {
      return await work(workspace);
    } finally {
      await workspace.reset();
      const next = this.#waiting.shift();
      if (next) next(workspace);
      else this.#idle.push(workspace);
    }
  }

  async close(): Promise<void> {
    for (const end of this.#endings) end();
    await Promise.all(this.#ended);
  }

  #take(): Promise<Workspace> {
    const idle = this.#idle.pop();
    if (idle) return Promise.resolve(idle);
    if (this.#made >= this.#size) return new Promise((lend) => this.#waiting.push(lend));
    this.#made++;
    return this.#make();
  }

  /** Holds a lent workspace open until `close`. */
  #make(): Promise<Workspace> {
    return new Promise((lend, fail) => {
      const held = this.#workspaces.use(this.#sha, (workspace) => {
        lend(workspace);
        return new Promise<void>((end) => this.#endings.push(end));
      });
      this.#ended.push(held.catch(fail));
    });
  }
}
