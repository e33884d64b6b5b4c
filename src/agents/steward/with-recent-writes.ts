import type { CheckRun, CheckRunText, Forge, Issue } from '../../domain/forge.ts';
import { LABELS } from './labels.ts';
import type { RecentWrites } from './recent-writes.ts';
import { type Sleep, writeSurely } from './write-surely.ts';

/**
 * A forge whose lists show what was written here lately, and whose writes are done once: where a call that makes something ends in
 * the dark it is looked for before it is made again.
 */
export function withRecentWrites(forge: Forge, recent: RecentWrites, sleep: Sleep): Forge {
  return {
    ...forge,
    ...issuesOf(forge, recent, sleep),
    ...pullsOf(forge, recent, sleep),
    ...commentsOf(forge, recent, sleep),
    ...reviewsOf(forge, recent, sleep),
    ...checksOf(forge, recent, sleep),
  };
}

/** GitHub may write line ends in a way of its own. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim();
const same = (a: string, b: string) => plain(a) === plain(b);

function issuesOf(forge: Forge, recent: RecentWrites, sleep: Sleep): Pick<Forge, 'issues' | 'openIssue'> {
  return {
    issues: async (filter) => {
      const listed =
        filter.label === undefined ? await listOurs(forge, filter.state) : await forge.issues(filter);
      // Pull requests are among them.
      const made = [...recent.issues.all(), ...recent.pulls.all()];
      const missing = made.filter((number) => !listed.some((one) => one.number === number));
      const asked = await Promise.all(missing.map((number) => forge.issue(number)));
      const found = asked.flatMap((one) =>
        one !== null &&
        (filter.label === undefined || one.labels.includes(filter.label)) &&
        (filter.state === 'all' || filter.state === one.state)
          ? [one]
          : [],
      );
      return [...found, ...listed].toSorted((a, b) => b.number - a.number);
    },
    openIssue: async (issue) => {
      const look = async () => {
        const all = await listOurs(forge, 'open');
        return all.find((one) => !one.isPull && same(one.body, issue.body)) ?? null;
      };
      const made = await writeSurely(() => forge.openIssue(issue), { look, sleep });
      recent.issues.add(made.number, made.number);
      return made;
    },
  };
}

/**
 * What the app opened. GitHub's cloud for companies was seen to find nothing by the login of an app: then by the label that all of
 * ours has until somebody takes it away.
 */
async function listOurs(forge: Forge, state: 'open' | 'closed' | 'all'): Promise<readonly Issue[]> {
  const ours = await forge.issues({ state });
  if (ours.length > 0) return ours;
  return (await forge.issues({ label: LABELS.own, state })).filter((one) => isOurs(one, forge));
}

function pullsOf(forge: Forge, recent: RecentWrites, sleep: Sleep): Pick<Forge, 'pulls' | 'openPull'> {
  return {
    pulls: async (filter) => {
      const listed = await forge.pulls(filter);
      const missing = recent.pulls.all().filter((number) => !listed.some((one) => one.number === number));
      const asked = await Promise.all(missing.map((number) => forge.pull(number)));
      const found = asked.flatMap((one) =>
        one &&
        (filter.state === 'all' || filter.state === one.state) &&
        (filter.head === undefined || (filter.head === one.head.branch && !one.head.isFork)) &&
        (filter.base === undefined || filter.base === one.base.branch)
          ? [one]
          : [],
      );
      return [...found, ...listed].toSorted((a, b) => b.number - a.number);
    },
    openPull: async (pull) => {
      const look = async () => {
        const there = await forge.pulls({ state: 'open', head: pull.head, base: pull.base });
        return there.find((one) => isOurs(one, forge)) ?? null;
      };
      const made = await writeSurely(() => forge.openPull(pull), { look, sleep });
      recent.pulls.add(made.number, made.number);
      return made;
    },
  };
}

function commentsOf(
  forge: Forge,
  recent: RecentWrites,
  sleep: Sleep,
): Pick<Forge, 'comments' | 'comment' | 'editComment'> {
  return {
    comments: async (number) => {
      const listed = await forge.comments(number);
      const missing = recent.comments
        .all()
        .filter(({ id, on }) => on === number && !listed.some((one) => one.id === id));
      return [...listed, ...missing].toSorted((a, b) => a.id - b.id);
    },
    comment: async (number, body) => {
      const look = async () => {
        const all = await forge.comments(number);
        return all.findLast((one) => isOurs(one, forge) && same(one.body, body)) ?? null;
      };
      const made = await writeSurely(() => forge.comment(number, body), { look, sleep });
      recent.comments.add(made.id, { ...made, on: number });
      return made;
    },
    editComment: async (id, body) => {
      await forge.editComment(id, body);
      recent.comments.change(id, (comment) => ({ ...comment, body }));
    },
  };
}

function reviewsOf(forge: Forge, recent: RecentWrites, sleep: Sleep): Pick<Forge, 'reviews' | 'review'> {
  return {
    reviews: async (number) => {
      const listed = await forge.reviews(number);
      const missing = recent.reviews
        .all()
        .filter(({ on, body }) => on === number && !listed.some((one) => same(one.body, body)));
      return [...listed, ...missing];
    },
    review: async (number, review) => {
      const look = async () => {
        const all = await forge.reviews(number);
        return all.some((one) => isOurs(one, forge) && same(one.body, review.body)) || null;
      };
      const write = async () => {
        await forge.review(number, review);
        return true;
      };
      await writeSurely(write, { look, sleep });
      const row = { id: 0, author: { login: forge.self, isBot: true }, body: review.body, createdAt: '' };
      recent.reviews.add(`${number}:${review.body}`, { ...row, on: number });
    },
  };
}

function checksOf(
  forge: Forge,
  recent: RecentWrites,
  sleep: Sleep,
): Pick<Forge, 'checkRuns' | 'startCheck' | 'updateCheck'> {
  const as = (run: CheckRun, { status, conclusion, title, summary, text = '' }: CheckRunText): CheckRun => ({
    ...run,
    ...{ status, conclusion, title, summary, text },
  });
  /** Ours that were seen: a run takes longer than a write is remembered. */
  const seen = new Map<number, CheckRun>();
  return {
    checkRuns: async (sha) => {
      const known = recent.checks.all().filter((run) => run.sha === sha);
      const listed = (await forge.checkRuns(sha)).filter(({ id }) => !known.some((run) => run.id === id));
      for (const run of [...known, ...listed]) if (run.isOurs) seen.set(run.id, run);
      return [...known, ...listed].toSorted((a, b) => b.id - a.id);
    },
    startCheck: async (check) => {
      const look = async () => {
        const runs = await forge.checkRuns(check.sha);
        const run = runs.find((one) => one.isOurs && one.externalId === check.externalId);
        if (run === undefined) return null;
        await forge.updateCheck(run.id, check.text);
        return as(run, check.text);
      };
      const made = await writeSurely(() => forge.startCheck(check), { look, sleep });
      recent.checks.add(made.id, made);
      return made;
    },
    updateCheck: async (id, text) => {
      await forge.updateCheck(id, text);
      const run = seen.get(id);
      if (run === undefined) recent.checks.change(id, (known) => as(known, text));
      else recent.checks.add(id, as(run, text));
    },
  };
}

function isOurs({ author }: { readonly author: { readonly login: string } }, { self }: Forge): boolean {
  return author.login === self;
}
