import {
  type CheckRun,
  type Comment,
  type Forge,
  ForgeError,
  type Issue,
  type PullRequest,
} from '../../../src/domain/forge.ts';

const SELF = { login: 'dreamos[bot]', isBot: true };

interface Fault {
  readonly when: 'before' | 'after';
  readonly error: ForgeError;
}

/** A forge in memory whose lists show nothing that was made since `settle`; what is asked by its number is as it is. */
export class LaggingForge {
  /** How many things were made. */
  made = 0;
  readonly forge: Forge;
  readonly #issues: Issue[] = [];
  readonly #pulls: PullRequest[] = [];
  readonly #comments: (Comment & { readonly on: number })[] = [];
  readonly #reviews: (Comment & { readonly on: number })[] = [];
  readonly #checks: CheckRun[] = [];
  readonly #faults: Fault[] = [];
  #settled = 0;
  #next = 0;

  constructor() {
    this.forge = { self: SELF.login, ...this.#things(), ...this.#words(), ...this.#runs() } as Forge;
  }

  settle(): void {
    this.#settled = this.#next;
  }

  /** Of the next thing that is made. */
  fail(when: Fault['when'], status: number, message = 'It failed.'): void {
    this.#faults.push({ when, error: new ForgeError(message, status) });
  }

  #make<T>(build: (id: number) => T): T {
    const fault = this.#faults.shift();
    if (fault?.when === 'before') throw fault.error;
    this.#next += 1;
    this.made += 1;
    const thing = build(this.#next);
    if (fault) throw fault.error;
    return thing;
  }

  #shown<T extends { readonly id: number } | { readonly number: number }>(all: readonly T[]): T[] {
    return all.filter((one) => ('number' in one ? one.number : one.id) <= this.#settled);
  }

  #things(): Partial<Forge> {
    const isOf = (state: string, one: { readonly state: string }) => state === 'all' || state === one.state;
    const common = { state: 'open' as const, author: SELF, htmlUrl: '', isMerged: false, createdAt: '' };
    const all = () => [...this.#issues, ...this.#pulls.map((pull) => ({ ...pull, isPull: true }))];
    return {
      issues: async ({ label, state }) =>
        this.#shown(all())
          .filter((one) => (label === undefined || one.labels.includes(label)) && isOf(state, one))
          .filter(({ author }) => label !== undefined || author.login === SELF.login)
          .toSorted((a, b) => b.number - a.number),
      issue: async (number) => all().find((one) => one.number === number) ?? null,
      openIssue: async (issue) =>
        this.#make((number) => push(this.#issues, { ...common, ...issue, number, isPull: false })),
      editIssue: async (number, edit) => {
        const at = this.#issues.findIndex((one) => one.number === number);
        const issue = this.#issues[at];
        if (issue) this.#issues[at] = { ...issue, ...edit };
      },
      makeLabel: async () => {},
      pulls: async ({ state, head }) =>
        this.#shown(this.#pulls).filter(
          (one) => isOf(state, one) && (head === undefined || head === one.head.branch),
        ),
      pull: async (number) => this.#pulls.find((one) => one.number === number) ?? null,
      openPull: async ({ head, base, ...pull }) =>
        this.#make((number) =>
          push(this.#pulls, {
            ...{ ...common, ...pull, number, labels: [], mergedBy: null },
            head: { branch: head, sha: '', isFork: false },
            base: { branch: base, sha: '' },
          }),
        ),
    };
  }

  #words(): Partial<Forge> {
    const of = (all: readonly (Comment & { readonly on: number })[], number: number) =>
      this.#shown(all).filter(({ on }) => on === number);
    const word = (id: number, on: number, body: string) => ({ id, on, body, author: SELF, createdAt: '' });
    return {
      comments: async (number) => of(this.#comments, number),
      comment: async (number, body) => this.#make((id) => push(this.#comments, word(id, number, body))),
      editComment: async (id, body) => {
        const at = this.#comments.findIndex((one) => one.id === id);
        const comment = this.#comments[at];
        if (comment) this.#comments[at] = { ...comment, body };
      },
      reviews: async (number) => of(this.#reviews, number),
      review: async (number, { body }) => {
        this.#make((id) => push(this.#reviews, word(id, number, body)));
      },
    };
  }

  #runs(): Partial<Forge> {
    return {
      checkRuns: async (sha) => this.#shown(this.#checks).filter((run) => run.sha === sha),
      startCheck: async ({ text: { status, conclusion, title, summary, text = '' }, ...check }) =>
        this.#make((id) =>
          push(this.#checks, {
            ...{ ...check, id, status, conclusion, title, summary, text },
            ...{ isOurs: true, htmlUrl: '' },
          }),
        ),
      updateCheck: async (id, { status, conclusion, title, summary, text = '' }) => {
        const at = this.#checks.findIndex((run) => run.id === id);
        const run = this.#checks[at];
        if (run) this.#checks[at] = { ...run, status, conclusion, title, summary, text };
      },
    };
  }
}

function push<T>(all: T[], one: T): T {
  all.push(one);
  return one;
}
