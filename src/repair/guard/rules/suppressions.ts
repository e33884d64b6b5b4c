import type { Occurrence } from '../occurrence.ts';
import { occurrenceRule } from '../occurrence-rule.ts';
import { languageOf } from '../reading/language.ts';
import type { Source, SourceComment } from '../reading/source.ts';
import type { Found, Rule } from '../rule.ts';

/** Comments that tell a tool to look away, matched at the start of the comment's text. */
const DIRECTIVES: readonly RegExp[] = [
  /^eslint-disable(?:-next-line|-line)?\b[\s\S]*/,
  /^eslint-env\b.*/,
  /^eslint\s+["'@\w/-]+\s*:[\s\S]*/,
  /^(?:globals?|exported)\s+[\w$]+(?:\s*:\s*\w+)?(?:\s*,\s*[\w$]+(?:\s*:\s*\w+)?)*\s*$/,
  /^(?:biome|rome)-ignore[\w-]*\b[^:]*/,
  /^(?:deno|oxlint|tslint|stylelint|jshint|jscs|jslint|markdownlint|htmlhint|flowlint|pylint|rubocop|shellcheck|hadolint)[-: ]?(?:lint-)?\s*(?:ignore|disable)[\w-]*[\s\S]*/,
  /^(?:jshint|jslint|flowlint|flowlint-next-line)\s+[\w-]+\s*:\s*(?:off|false|true|ignore).*/,
  /^\/?\s*@ts-(?:ignore|expect-error|nocheck)\b/,
  /^(?:prettier|dprint|rustfmt|clang-format|fmt|oxfmt)[-: ](?:ignore|off|skip)[\w-]*/,
  /^(?:istanbul|c8|v8|bun|vitest|jest|deno-coverage|coverage|nyc|node:coverage|stryker|Stryker)[ :-]+(?:coverage[ -])?(?:ignore|disable)\b.*/,
  /^noinspection\b.*/,
  /^(?:\$Flow(?:FixMe|Ignore|ExpectedError|Issue)|@noflow)\b.*/,
  /^(?:cspell|spell-checker|spellchecker)\s*:\s*(?:disable|ignore)[\w-]*.*/i,
  /^(?:skipcq|nosemgrep|nosec|noqa|lgtm|codeql|nolint|type-coverage:ignore|sonar-ignore|snyk:ignore|swiftlint:disable|ktlint-disable|detekt:disable)\b.*/i,
  /^standard-(?:disable|ignore)\b.*/,
  /^@type\s*\{\s*(?:any|\*)\s*\}/,
  /^(?:@codeCoverageIgnore|type:\s*ignore|pragma:\s*no cover|pyright:\s*ignore|mypy:\s*ignore)\b.*/,
];
/** Some tools look anywhere in a comment. */
const ANYWHERE =
  /\b(?:NOSONAR|nosemgrep|eslint-disable-(?:next-)?line)\b|(?:^|\s)@ts-(?:ignore|expect-error|nocheck)\s*$/;
/** Comments that make a tool look closer: taking them out is what hides. */
const STRICTER =
  /^(?:@ts-check|@flow(?:\s+strict)?|eslint-enable\b.*|biome-ignore-end\b.*|(?:c8|v8|istanbul|node:coverage)\s+(?:ignore (?:stop|end)|enable)\b.*|prettier-ignore-end|tslint:enable\b.*)/;
const FOREIGN =
  /(?:#|\/\/|--|;)\s*((?:noqa|type:\s*ignore|pylint:\s*disable|pragma:\s*no cover|nosec|nolint|rubocop:disable|shellcheck disable|mypy:\s*ignore|pyright:\s*ignore|fmt:\s*(?:off|skip)|ruff:\s*noqa|yapf:\s*disable|isort:\s*skip|swiftlint:disable|coverage:ignore|credo:disable|yamllint disable|checkov:skip)[^\n]*)|#!?\[\s*(allow\([^)]*\)|cfg_attr\([^)]*allow[^)]*\)|rustfmt::skip|coverage\(off\))\s*\]|(@SuppressWarnings\b[^\n]*|@Suppress\b[^\n]*|@suppress\b[^\n]*|#pragma warning disable[^\n]*|@phpstan-ignore[^\n]*|@psalm-suppress[^\n]*|@codeCoverageIgnore[^\n]*)/;
const IN_PAGE =
  /(?:<!--|\/\*|\/\/)\s*((?:eslint-disable|prettier-ignore|stylelint-disable|biome-ignore|markdownlint-disable|htmlhint|svelte-ignore|@ts-(?:ignore|nocheck|expect-error)|vue-ts-ignore)[^\n]*?)\s*(?:-->|\*\/|$)/;

export const suppressionAdded: Rule = occurrenceRule({
  name: 'suppression-added',
  summary: 'No comment may be added that tells a linter, compiler, formatter or coverage tool to look away.',
  find: (source) => [...source.comments.flatMap((comment) => fromComment(comment)), ...fromLines(source)],
});

export const strictnessCommentRemoved: Rule = {
  name: 'strictness-comment-removed',
  summary:
    'A comment that turns checking on (`@ts-check`, `@flow`, `eslint-enable`) may not be taken out alone.',
  check(change, context) {
    return context.view(change).pieces.flatMap(({ before, after }) => {
      if (before === null || after === null) return [];
      const left = stricterIn(after).map(({ text }) => text);
      const disables = (source: Source) =>
        source.comments.filter((comment) => directiveOf(comment) !== null).length;
      // Taken out together with what it ended.
      if (disables(after) < disables(before)) return [];
      return stricterIn(before)
        .filter(({ text }) => {
          const index = left.indexOf(text);
          if (index !== -1) left.splice(index, 1);
          return index === -1;
        })
        .map(({ text, line }) => ({
          line,
          why: `\`${text}\` is taken out: what it covered is checked less`,
        }));
    });
  },
};

/** Comments by which a test file chooses what it runs in. */
const ENVIRONMENT = /@(?:jest|vitest)-(?:environment|config-loader|runner)[\w-]*[^\n]*/g;

export const testEnvironmentChanged: Rule = {
  name: 'test-environment-changed',
  summary:
    'A comment that says what a test file runs in may not change: an environment can answer for the code.',
  check(change, context) {
    return context.view(change).pieces.flatMap(({ before, after }): Found[] => {
      if (before === null || after === null) return [];
      const had = environmentsOf(before).map(({ text }) => text);
      const has = environmentsOf(after);
      const why = 'what the tests run in is changed';
      const added = has.filter(({ text }) => !had.includes(text)).map(({ line }) => ({ line, why }));
      return added.length === 0 && has.length < had.length ? [{ line: null, why }] : added;
    });
  },
};

function environmentsOf(source: Source): { text: string; line: number }[] {
  return source.comments.flatMap(({ text, line }) =>
    (text.match(ENVIRONMENT) ?? []).map((one) => ({ text: one.trim(), line })),
  );
}

function stricterIn(source: Source): { text: string; line: number }[] {
  return source.comments.flatMap((comment) => {
    const text = STRICTER.exec(plainText(comment))?.[0];
    return text === undefined ? [] : [{ text: text.trim(), line: comment.line }];
  });
}

function fromComment(comment: SourceComment): Occurrence[] {
  const directive = directiveOf(comment);
  if (directive === null) return [];
  return [
    {
      kind: directive,
      context: comment.about,
      line: comment.line,
      why: `\`${shorten(directive)}\` tells a tool to look away instead of mending the code`,
    },
  ];
}

/** The directive without its explanation and layout, or null. */
function directiveOf(comment: SourceComment): string | null {
  const text = plainText(comment);
  const lines = comment.block ? [text, text.split('\n').at(-1)?.trim() ?? ''] : [text];
  for (const line of lines)
    for (const pattern of DIRECTIVES) {
      const directive = pattern.exec(line)?.[0];
      if (directive !== undefined && isDirective(directive, comment)) return normalise(directive);
    }
  const anywhere = ANYWHERE.exec(text)?.[0];
  return anywhere === undefined || /`/.test(text) ? null : normalise(anywhere);
}

/** ESLint reads `global` and rules in block comments only. */
function isDirective(directive: string, comment: SourceComment): boolean {
  if (/^(?:eslint\s|eslint-env|globals?\s|exported\s)/.test(directive))
    return comment.block && !comment.text.startsWith('*');
  return true;
}

function plainText(comment: SourceComment): string {
  return comment.text
    .split('\n')
    .map((line) => line.replace(/^\s*\*+\s?/, '').trim())
    .join('\n')
    .trim();
}

function normalise(directive: string): string {
  return (directive.split(/\s--|\n/)[0] ?? '').replace(/\s+/g, ' ').trim();
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Languages without a tree: line by line. */
function fromLines(source: Source): Occurrence[] {
  const language = languageOf(source.path);
  const pattern =
    language === 'foreign' || language === 'yaml'
      ? FOREIGN
      : ['page', 'style', 'docs'].includes(language)
        ? IN_PAGE
        : null;
  if (pattern === null) return [];
  return source.text.split('\n').flatMap((line, index) => {
    const match = pattern.exec(line);
    // In prose, a directive is one only when it is the whole line.
    if (match === null || (language === 'docs' && !/^\s*<!--.*-->\s*$/.test(line))) return [];
    const directive = normalise(match.slice(1).find((group) => group !== undefined) ?? match[0]);
    return [
      {
        kind: directive,
        context: line.trim(),
        line: source.firstLine + index,
        why: `\`${shorten(directive)}\` tells a tool to look away instead of mending the code`,
      },
    ];
  });
}
