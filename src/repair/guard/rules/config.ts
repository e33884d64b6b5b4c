import * as posix from 'node:path/posix';
import type { FileChange } from '../../../domain/patch.ts';
import { madeHere } from '../made-here.ts';
import { canonical } from '../reading/canonical.ts';
import { baseName, languageOf } from '../reading/language.ts';
import { changedSettings, looksLikeToolSettings, type Setting, settingsOf } from '../reading/settings.ts';
import type { Source } from '../reading/source.ts';
import { type Context, type Found, formerPath, type Piece, type Rule } from '../rule.ts';
import { isHarmlessSetting } from '../strictness.ts';
import { type Tool, toolOf } from '../tool-config.ts';

const WORDS: Readonly<Record<Tool, string>> = {
  compiler: "the compiler's settings",
  linter: "a linter's settings",
  formatter: "a formatter's settings",
  runner: "a test runner's settings",
  coverage: "coverage's settings",
  builder: 'how the code is built',
  other: "a tool's settings",
};

export const strictnessLowered: Rule = {
  name: 'strictness-lowered',
  summary: 'Settings of compilers, linters, formatters, test runners and coverage may only get stricter.',
  check(change, context) {
    const tool = toolOfChange(change, context);
    if (tool === null) return [];
    if (change.after === null) return [{ line: null, why: `${WORDS[tool]} are deleted` }];
    const moved =
      change.renamedFrom !== null && withoutExtension(change.renamedFrom) !== withoutExtension(change.path);
    if (moved) return [{ line: null, why: `${WORDS[tool]} are moved to where the tool may not find them` }];
    return context.view(change).pieces.flatMap((piece) => judgePiece(piece, tool, change, context));
  },
};

function withoutExtension(path: string): string {
  return path.replace(/\.(?:[cm]?[jt]s|jsonc?|ya?ml)$/, '');
}

function toolOfChange(change: FileChange, context: Context): Tool | null {
  const byName = toolOf(change.path) ?? toolOf(formerPath(change));
  if (byName !== null || change.path.endsWith('package.json')) return byName;
  const { pieces, role } = context.view(change);
  const looks = pieces.some(({ before, after }) =>
    [before, after].some((side) => side !== null && looksLikeToolSettings(side)),
  );
  return looks && role === 'plain' ? 'other' : null;
}

function judgePiece({ before, after }: Piece, tool: Tool, change: FileChange, context: Context): Found[] {
  if (after === null) return [];
  if (before !== null && sameTree(before, after)) return [];
  const old = before === null ? [] : settingsOf(before);
  const now = settingsOf(after);
  if (old === null || now === null)
    return [{ line: null, why: `${WORDS[tool]} change in a way that no machine can judge` }];
  return changedSettings(old, now).flatMap((pair) => {
    const setting = pair.after ?? pair.before;
    if (setting === null) return [];
    const made = textsOf(pair.after).find(
      (text) => madeHere(posix.dirname(change.path), text, context) !== null,
    );
    if (made !== undefined)
      return [{ line: setting.line, why: `${WORDS[tool]} name \`${made}\`, which this patch makes` }];
    const harmless = isEditorConfig(change)
      ? isHarmlessForEditors(pair.before, pair.after)
      : isHarmless(tool, pair.before, pair.after);
    if (harmless) return [];
    return [{ line: setting.line, why: sentence(tool, pair.before, pair.after) }];
  });
}

function textsOf(setting: Setting | null): string[] {
  const values = Array.isArray(setting?.value) ? setting.value : [setting?.value];
  return values.filter((value) => typeof value === 'string' && /^[\w./@-]+$/.test(value) && value !== '.');
}

function isEditorConfig(change: FileChange): boolean {
  return baseName(change.path) === '.editorconfig';
}

/** What formatters go by as well; a new file that says what they do without it changes nothing. */
const EDITOR_DEFAULTS: Readonly<Record<string, string>> = {
  indent_style: 'space',
  indent_size: '2',
  tab_width: '2',
  end_of_line: 'lf',
  max_line_length: '80',
};

function isHarmlessForEditors(before: Setting | null, after: Setting | null): boolean {
  const key = (after ?? before)?.path.at(-1) ?? '';
  if (
    /^(?:root|charset|trim_trailing_whitespace|insert_final_newline|spelling_language)$/.test(key) ||
    key.startsWith('*')
  )
    return true;
  return before === null && String(after?.value) === EDITOR_DEFAULTS[key];
}

function sameTree(before: Source, after: Source): boolean {
  if (before.program === null || after.program === null)
    return (
      languageOf(after.path) === 'yaml' &&
      JSON.stringify(settingsOf(before)?.map(plain)) === JSON.stringify(settingsOf(after)?.map(plain))
    );
  return canonical(before.program) === canonical(after.program);
}

function plain({ path, value }: Setting): unknown {
  return [path, value];
}

function isHarmless(tool: Tool, before: Setting | null, after: Setting | null): boolean {
  if (tool === 'builder') return isHarmlessForBuilder(before, after);
  return isHarmlessSetting(tool, before, after);
}

const CHECKED_BY_BUILDER =
  /^(?:test|tests?|eslint|typescript|coverage|lint|resolve|alias|transform|jest|vitest|ignoreBuildErrors|ignoreDuringBuilds|mypy|pytest|ruff|flake8|pylint|coverage:?.*|tool\.(?:mypy|pytest|ruff|coverage|pylint|black|isort|pyright)[\w.:]*|transpileOnly|moduleNameMapper|exclude|ignore|only|architect|targets)$/;

/** A build's settings are many; those that tests and checks run by may not change. */
function isHarmlessForBuilder(before: Setting | null, after: Setting | null): boolean {
  const path = (after ?? before)?.path ?? [];
  if (path.some((part) => CHECKED_BY_BUILDER.test(part)))
    return isHarmlessSetting('runner', before, after) || isHarmlessSetting('compiler', before, after);
  const value = after?.value;
  const text =
    typeof value === 'object' && value !== null && 'code' in value
      ? value.code
      : JSON.stringify(value ?? null);
  return (
    !/ignore(?:BuildErrors|DuringBuilds)|"\.{1,2}\/|vitest|jest/.test(text) ||
    (path[0] === '<code>' && before !== null && after === null)
  );
}

function sentence(tool: Tool, before: Setting | null, after: Setting | null): string {
  const path = (after ?? before)?.path.filter((part) => part !== '_').join('.') ?? '';
  const name = path === '' || path === '<code>' ? WORDS[tool] : `\`${path}\``;
  const show = (setting: Setting) => {
    const text =
      typeof setting.value === 'object' && setting.value !== null && 'code' in setting.value
        ? 'code'
        : JSON.stringify(setting.value);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  };
  const change =
    after === null
      ? 'is taken out'
      : before === null
        ? `is added (${show(after)})`
        : `goes from ${show(before)} to ${show(after)}`;
  return `${name} ${change}: that is not plainly stricter`;
}
