import { Config } from '../domain/config.ts';
import { DreamError } from '../domain/errors.ts';
import { describeIssues } from './describe-issues.ts';
import { readYaml } from './read-yaml.ts';

/** More problems than this are one misunderstanding. */
const MAX_PROBLEMS = 20;

/**
 * Reads the settings of a repository from YAML or JSON; an empty file means the defaults.
 * `where` names the file in messages. Throws `bad-config` with each problem on a line of its own: `where:line: key: why`.
 */
export function parseConfig(text: string, where: string): Config {
  const document = readYaml(text);
  if (document.problems.length > 0) throw badConfig(where, document.problems);
  const value = document.value ?? {};
  const parsed = Config.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = describeIssues(parsed.error.issues, value).map(({ path, part, sentence }) => ({
    line: document.lineOf(path, part),
    sentence: path.length > 0 ? `${path.map(String).join('.')}: ${sentence}` : sentence,
  }));
  throw badConfig(
    where,
    problems.sort((a, b) => a.line - b.line),
  );
}

/** The value of a YAML document; undefined when it cannot be read. */
export function parseYaml(text: string): unknown {
  return readYaml(text).value;
}

function badConfig(
  where: string,
  problems: readonly { readonly line: number | null; readonly sentence: string }[],
): DreamError {
  const lines = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ line, sentence }) => `${where}${line === null ? '' : `:${line}`}: ${sentence}`);
  const more = problems.length - lines.length;
  return new DreamError(
    'bad-config',
    [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    'Correct the file; `dreamos validate` checks it again.',
  );
}
