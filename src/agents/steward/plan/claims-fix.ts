import type { PullRequest } from '../../../domain/forge.ts';
import { bareMarkdown } from '../../../lore/bare-markdown.ts';

/** `fix: …`, `fix(parser)!: …`, `hotfix: …`: a type of the Conventional Commits specification, 1.0.0. */
const TITLE = /^\s*(?:bug|hot)?fix(?:\([^()\n]*\))?!?:/i;
/** GitHub's words that close an issue, those of them that speak of a fix; `#1`, `owner/name#1` or an issue's address. */
const WORDS =
  /(?<![\p{L}\p{N}_-])fix(?:es|ed)?:?\s+(?:[\w.-]+\/[\w.-]+)?#\d+|(?<![\p{L}\p{N}_-])fix(?:es|ed)?:?\s+https:\/\/\S+\/issues\/\d+/iu;
/** What a template explains and nobody sees. */
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;

/** Whether a pull request says of itself that it mends something that was broken. */
export function claimsFix({ title, body }: Pick<PullRequest, 'title' | 'body'>): boolean {
  const seen = bareMarkdown(body.replace(COMMENT, '')).readings;
  return TITLE.test(title) || [title, ...seen].some((text) => WORDS.test(text));
}
