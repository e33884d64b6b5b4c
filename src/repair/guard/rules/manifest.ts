import * as posix from 'node:path/posix';
import type { FileChange } from '../../../domain/patch.ts';
import { madeHere, stillStands } from '../made-here.ts';
import { baseName } from '../reading/language.ts';
import { changedSettings, type Setting, settingsOf } from '../reading/settings.ts';
import type { Source } from '../reading/source.ts';
import type { Context, Found, Rule } from '../rule.ts';
import { isHarmlessSetting } from '../strictness.ts';

const DEPENDENCIES = /^(?:dev|peer|optional|bundled?)?[dD]ependencies$/;
const REPLACEMENTS = /^(?:overrides|resolutions)$/;
/** Keys that say nothing about what is checked. */
const NEUTRAL =
  /^(?:\$schema|name|version|private|description|keywords|homepage|bugs|license|pricing|author|contributors|maintainers|funding|repository|files|main|module|browser|types|typings|typesVersions|exports|imports|bin|man|directories|type|engines|engineStrict|os|cpu|libc|packageManager|publishConfig|sideEffects|unpkg|jsdelivr|svelte|react-native|peerDependenciesMeta|browserslist|volta|devEngines|icon|displayName|categories|contributes|activationEvents|publisher|preferGlobal|source|umd:main|esnext|bundledDependencies|bundleDependencies|email|url|directory|lib|import|require|default|node)$/;
/** Tools whose checks would change with them. */
const TOOL =
  /^(?:typescript|jest|vitest|mocha|ava|tap|tape|chai|jasmine|karma|cypress|uvu|nyc|c8|eslint|prettier|tslint|xo|standard|oxlint|stylelint|@biomejs\/biome|@playwright\/test|playwright|tsd|tsx|ts-node|ts-jest|babel-jest|@swc\/jest|@jest\/.+|@vitest\/.+|@types\/(?:jest|mocha|node)|typescript-eslint|@typescript-eslint\/.+|eslint-(?:config|plugin)-.+|@eslint\/.+|sinon|expect|jest-.+|supertest|fast-check|vue-tsc|svelte-check|cross-env|npm-run-all2?|husky|lint-staged)$/;
const RANGE =
  /^(?:workspace:)?[~^<>=v\s]*(?:\d|[x*]|latest$|next$|workspace:|catalog:)|^(?:workspace|catalog):|^[\^~*]$/;
const COMMAND =
  /\s|&&|\|\||^(?:jest|vitest|mocha|tsc|eslint|node|npm|npx|pnpm|yarn|bun|biome|prettier|true|exit|echo|next|vite|rollup|tsup|ava|tap|c8|nyc|turbo|nx|lerna|husky|cypress|playwright|:)\b/;

export const manifestChanged: Rule = {
  name: 'manifest-changed',
  summary: "package.json's scripts, tool settings and tools may not change: the checks are run by them.",
  check(change, context) {
    if (baseName(change.path) !== 'package.json' && baseName(change.renamedFrom ?? '') !== 'package.json')
      return [];
    if (change.after === null || change.renamedFrom !== null)
      return [{ line: null, why: 'package.json is deleted or moved, and its checks with it' }];
    const { pieces, role } = context.view(change);
    if (role === 'fixture') return [];
    return pieces.flatMap(({ before, after }) => {
      const old = before === null ? [] : settingsOf(before);
      const now = after === null ? null : settingsOf(after);
      if (old === null || now === null)
        return [{ line: null, why: 'the change of package.json cannot be read' }];
      const changed = changedSettings(old, now);
      return changed.flatMap((pair) => [
        ...judge(pair.before, pair.after, after),
        ...redirected(pair.before, pair.after, change, context),
      ]);
    });
  },
};

/** An entry that led to a file which is still there, and leads to one that the patch makes. */
function redirected(
  before: Setting | null,
  after: Setting | null,
  change: FileChange,
  context: Context,
): Found[] {
  const [first = ''] = (after ?? before)?.path.filter((part) => part !== '_') ?? [];
  if (
    before === null ||
    after === null ||
    typeof before.value !== 'string' ||
    typeof after.value !== 'string'
  )
    return [];
  const folder = posix.dirname(change.path);
  const made = /^\.{0,2}\/?[\w.@/-]+$/.test(after.value) ? madeHere(folder, after.value, context) : null;
  if (made === null || !stillStands(folder, before.value, made, context)) return [];
  return [
    {
      line: after.line,
      why: `\`${first}\` leads to \`${after.value}\` now, which this patch makes, while \`${before.value}\` is still there`,
    },
  ];
}

function judge(before: Setting | null, after: Setting | null, source: Source | null): Found[] {
  const setting = after ?? before;
  if (setting === null) return [];
  const path = setting.path.filter((part) => part !== '_');
  const why = whyRefused(path, before, after, source?.partial ?? false);
  return why === null ? [] : [{ line: setting.line, why }];
}

function whyRefused(
  path: readonly string[],
  before: Setting | null,
  after: Setting | null,
  partial: boolean,
): string | null {
  const [first = '', second = ''] = path;
  if (first === 'scripts') return `script \`${second}\` changes: the checks are run by scripts`;
  if (DEPENDENCIES.test(first) && second !== '') return whyDependency(path.slice(1).join('.'), before, after);
  if (REPLACEMENTS.test(first) || (first === 'pnpm' && second === 'overrides'))
    return whyReplacement(path.at(-1) ?? '', before, after);
  if (first === 'workspaces')
    return isHarmlessSetting('other', before, after)
      ? null
      : 'workspaces are taken out, and their checks with them';
  if (NEUTRAL.test(first) && !(partial && isCommand(after ?? before))) return null;
  // What a fragment does not show the section of: a range makes it a dependency, all else may be a script.
  if (partial && path.length === 1 && isRange(after ?? before)) return whyDependency(first, before, after);
  return partial && path.length === 1
    ? `\`${first}\` changes, which may be a script`
    : `\`${path.join('.')}\` changes, which checks may depend on`;
}

function isCommand(setting: Setting | null): boolean {
  return (
    typeof setting?.value === 'string' &&
    COMMAND.test(setting.value) &&
    !isRange(setting) &&
    setting.path.length === 1 &&
    !/^(?:description|author|license|name|keywords|homepage|main|module|types|type)$/.test(
      setting.path[0] ?? '',
    )
  );
}

function isRange(setting: Setting | null): boolean {
  return typeof setting?.value === 'string' && (RANGE.test(setting.value) || isSource(setting.value));
}

function isSource(value: string): boolean {
  return /^(?:npm|git(?:\+\w+)?|github|gitlab|bitbucket|gist|https?|file|link|portal|patch|exec|ssh):|^[\w.-]+\/[\w.-]+(?:#.*)?$|^\.{0,2}\//.test(
    value,
  );
}

function whyDependency(name: string, before: Setting | null, after: Setting | null): string | null {
  const old = before?.value;
  const now = after?.value;
  if (after === null) return TOOL.test(name) ? `${name} is taken out, and what it checks with it` : null;
  if (typeof now !== 'string') return null;
  if (isSource(now) || !RANGE.test(now.trim()))
    return `${name} is to come from \`${now}\` instead of the registry`;
  if (TOOL.test(name) && typeof old === 'string' && isOlder(now, old))
    return `${name} goes back from ${old} to ${now}`;
  return null;
}

function whyReplacement(name: string, before: Setting | null, after: Setting | null): string | null {
  const plain = name.replace(/(?<=.)@.*$/, '').replace(/^.*\/(?=[^@/]+$)(?<!@[^/]*\/)/, '');
  if (TOOL.test(plain) || TOOL.test(name))
    return `${plain} is replaced for everybody, and what it checks with it`;
  return whyDependency(plain, before, after);
}

/** By the first number that differs. */
function isOlder(now: string, old: string): boolean {
  const numbers = (range: string) => (/\d+(?:\.\d+)*/.exec(range)?.[0] ?? '').split('.').map(Number);
  if (!/\d/.test(now)) return false;
  const before = numbers(old);
  for (const [index, part] of numbers(now).entries()) {
    const other = before[index] ?? 0;
    if (part !== other) return part < other;
  }
  return false;
}
