import type { CheckRun, CheckRunText, Conclusion, Forge } from '../../domain/forge.ts';

/** Our check run of that name on a commit, made when it is not there: a call that was cut off makes no second one. */
export async function keepCheck(
  forge: Forge,
  { name, sha }: { readonly name: string; readonly sha: string },
  text: CheckRunText,
): Promise<CheckRun> {
  const there = await findCheck(forge, name, sha);
  // What is begun once more is another run: annotations of the last one would stay in it.
  const isAgain = there?.status === 'completed' && text.status === 'in_progress';
  if (there !== null && !isAgain) {
    await forge.updateCheck(there.id, text);
    return there;
  }
  // One name for each that is begun: a call that was cut off is looked for by it.
  const after = there === null ? '' : `:${there.id}`;
  return forge.startCheck({ name, sha, externalId: `${name}:${sha}${after}`, text });
}

/** A rule between a later word and what a check run said before. */
const BREAK = '\n\n---\n\n';
const MOST_SUMMARY = 60_000;

/** A later word about what a check run tells of, above that: the proof in it stays to be read. */
export async function amendCheck(
  forge: Forge,
  at: { readonly name: string; readonly sha: string },
  word: { readonly conclusion: Conclusion; readonly title: string; readonly text: string },
): Promise<void> {
  const { summary: said, text: below } = (await findCheck(forge, at.name, at.sha)) ?? {
    summary: '',
    text: '',
  };
  const rest = said.split(BREAK).at(-1) ?? '';
  const summary = rest === '' || said === word.text ? word.text : `${word.text}${BREAK}${rest}`;
  await keepCheck(forge, at, {
    ...{ status: 'completed', conclusion: word.conclusion, title: word.title, annotations: [] },
    summary: summary.length > MOST_SUMMARY ? word.text : summary,
    ...(below === '' ? {} : { text: below }),
  });
}

/** Ours of that name on a commit; null where there is none. */
export async function findCheck(forge: Forge, name: string, sha: string) {
  const runs = await forge.checkRuns(sha);
  return runs.find((run) => run.isOurs && run.name === name) ?? null;
}

/** Whether a check run says that its commit was looked at. One that a person stopped says that it was not. */
export function isLookedAt(run: CheckRun | null): boolean {
  return run?.status === 'completed' && run.conclusion !== STOPPED;
}

const STOPPED = 'skipped';

/** What was found, where a person said stop while the checks ran: nothing was made of it. */
export function toStopped(text: CheckRunText): CheckRunText {
  return { ...text, conclusion: STOPPED, title: `Stopped by a person. ${text.title}` };
}

export const RUNNING: CheckRunText = {
  status: 'in_progress',
  conclusion: null,
  title: 'The checks are run',
  summary: 'Each check of this repository is run in a throw-away checkout, shut in.',
  annotations: [],
};
