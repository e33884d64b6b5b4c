import type { CommitHabits } from '../domain/commit-habits.ts';
import { toLine } from '../lore/quote.ts';

export interface LoggedCommit {
  readonly subject: string;
  readonly isSignedOff: boolean;
}

/** So many of the newest commits tell how it is done here. */
export const HABIT_COMMITS = 50;
const WIDTH = 72;
const CONVENTIONAL = /^[a-z]+(?:\([^()]+\))?!?: /;
const GITMOJI = /^(?::[a-z0-9_+-]+:|\p{Extended_Pictographic}\ufe0f?)\s*/u;
const TICKET = /^\[?[A-Z][A-Z0-9]+-\d+\]?[:\s]/;
/** Git and GitHub write these, and they say nothing of what people do. */
const MADE = /^(?:Merge |Revert "|fixup! |squash! |Initial commit$|Bump )/;

/** What the newest commits show. Where they show nothing, plain sentences are the least wrong. */
export function readHabits(log: readonly LoggedCommit[]): CommitHabits {
  const subjects = log.filter(({ subject }) => !MADE.test(subject));
  const share = (of: (subject: string) => boolean) =>
    subjects.length === 0 ? 0 : subjects.filter(({ subject }) => of(subject)).length / subjects.length;
  const styles = [
    ['conventional', share((subject) => CONVENTIONAL.test(subject))],
    ['gitmoji', share((subject) => GITMOJI.test(subject))],
    ['ticket', share((subject) => TICKET.test(subject))],
  ] as const;
  const [style] = styles.find(([, part]) => part >= 0.5) ?? (['plain'] as const);
  return {
    style,
    isCapital: share((subject) => /^\p{Lu}/u.test(textOf(subject))) >= 0.5,
    isSignedOff: log.length > 0 && log.filter(({ isSignedOff }) => isSignedOff).length / log.length >= 0.8,
  };
}

function textOf(subject: string): string {
  return subject.replace(CONVENTIONAL, '').replace(GITMOJI, '').replace(TICKET, '').trimStart();
}

/** A patch's title as a commit is named here. There is no ticket for what a machine found, so none is invented. */
export function toCommitSubject(title: string, habits: CommitHabits): string {
  const text = toLine(title).replace(/\.$/, '');
  const words = habits.isCapital ? capital(text) : text;
  const subject = { conventional: `fix: ${words}`, gitmoji: `🐛 ${words}`, ticket: words, plain: words }[
    habits.style
  ];
  return subject.length <= WIDTH ? subject : `${subject.slice(0, WIDTH - 1).trimEnd()}…`;
}

function capital(text: string): string {
  // A name of code is not to be changed: `readFile` stays.
  return /^[a-z]+(?:\s|$)/.test(text) ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}` : text;
}
