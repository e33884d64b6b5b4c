import type { CheckRun, Comment } from '../../domain/forge.ts';

/** For so long a list of the forge may not show what was written, milliseconds; lists are seconds behind at most. */
export const RECENT_MS = 60_000;

/** Rows by their id, forgotten when they are old. */
export class Recent<Row> {
  readonly #rows = new Map<number | string, { readonly row: Row; readonly at: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(id: number | string, row: Row): void {
    this.#rows.set(id, { row, at: this.#now() });
  }

  /** Another state of a row that is remembered; it gets no older and no younger. */
  change(id: number | string, change: (row: Row) => Row): void {
    const known = this.#rows.get(id);
    if (known) this.#rows.set(id, { ...known, row: change(known.row) });
  }

  all(): readonly Row[] {
    const oldest = this.#now() - RECENT_MS;
    for (const [id, { at }] of this.#rows) if (at < oldest) this.#rows.delete(id);
    return [...this.#rows.values()].map(({ row }) => row);
  }
}

/** What was written to one repository lately: its lists are behind, and whoever looks there first would write it again. */
export class RecentWrites {
  /** Numbers alone: what became of them is asked, for people change them too. */
  readonly issues: Recent<number>;
  readonly pulls: Recent<number>;
  /** Of issues and pull requests; only we write these. */
  readonly comments: Recent<Comment & { readonly on: number }>;
  readonly reviews: Recent<Comment & { readonly on: number }>;
  readonly checks: Recent<CheckRun>;

  constructor(now: () => number) {
    this.issues = new Recent(now);
    this.pulls = new Recent(now);
    this.comments = new Recent(now);
    this.reviews = new Recent(now);
    this.checks = new Recent(now);
  }
}
