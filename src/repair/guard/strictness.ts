import type { Setting } from './reading/settings.ts';
import type { Tool } from './tool-config.ts';

type Value = Setting['value'];

const STRICT_WHEN_TRUE =
  /^(?:strict\w*|no(?:Implicit|Unused|Unchecked|Fallthrough|PropertyAccess|EmitOnError|UncheckedSideEffect)\w*|noEmitOnError|alwaysStrict|exactOptionalPropertyTypes|useUnknownInCatchVariables|forceConsistentCasingInFileNames|isolatedModules|isolatedDeclarations|verbatimModuleSyntax|erasableSyntaxOnly|allowUnusedLabels_|checkJs|reportUnused\w*|noInlineConfig|noWarnIgnored_|failOn\w+|forbid\w+|errorOn\w+|error-on-warnings|check-?coverage|checkCoverage|per-?file|all|recommended|collectCoverage|restoreMocks|resetMocks|clearMocks|detectOpenHandles|randomize|check-leaks|checkLeaks|allowOnly_|typeCheck|strictOptional)$/;
const STRICT_WHEN_FALSE =
  /^(?:skipLibCheck|skipDefaultLibCheck|suppress\w+|allowUnreachableCode|allowUnusedLabels|noStrictGenericChecks|keyofStringsOnly|passWithNoTests|pass-with-no-tests|allowOnly|dangerouslyIgnoreUnhandledErrors|noWarnIgnored|silent|ignoreBuildErrors|ignoreDuringBuilds|ignoreUnknown|transpileOnly|isolatedModules_|forceExit|force-exit|exit|allow-uncaught|bail_)$/;
const NUMBER_MAY_RISE =
  /^(?:branches|functions|lines|statements|global|threshold|minimum|target|watermark\w*)$/;
const NUMBER_MAY_FALL =
  /^(?:max-?warnings|max[A-Z]\w*|retries|retry|retryTimes|timeout|testTimeout|slowTestThreshold)$/i;
const LISTS_OUT =
  /^(?:exclude|excludes|ignores?|ignore-?patterns?|ignored|\w*IgnorePatterns|coveragePathIgnorePatterns|ignoreFiles|skip|globalIgnores)$/i;
const LISTS_IN =
  /^(?:include|includes|files|testMatch|testRegex|roots|projects|spec|specs|collectCoverageFrom|workspaces|references|extension|types|typeRoots|plugins|extraFileExtensions|reporters?|coverageReporters|setupFiles_)$/i;
const NEUTRAL: Readonly<Partial<Record<Tool, RegExp>>> = {
  compiler:
    /^(?:\$schema|display|outDir|outFile|rootDirs?|declaration|declarationDir|declarationMap|sourceMap|inlineSourceMap|inlineSources|sourceRoot|mapRoot|incremental|tsBuildInfoFile|composite|removeComments|newLine|pretty|importHelpers|stripInternal|preserveWatchOutput|emitBOM|traceResolution|extendedDiagnostics|assumeChangesOnlyAffectDirectDependencies|baseUrl|paths|watchOptions)$/,
  linter: /^(?:\$schema|root|name|cache|cacheLocation|defaultBranch|clientKind)$/,
  formatter: /^(?:\$schema)$/,
  runner:
    /^(?:\$schema|displayName|verbose|cacheDirectory|coverageDirectory|outputDir|outputFile|notify|notifyMode|watchPlugins|color|colors|reporter|reporters|coverageReporters|clearScreen)$/,
  coverage: /^(?:\$schema|report-dir|reports-dir|temp-dir|temp-directory|reporter|cache|sourceMap)$/,
};
const SEVERITY: Readonly<Record<string, number>> = {
  off: 0,
  allow: 0,
  false: 0,
  info: 0.5,
  warn: 1,
  warning: 1,
  error: 2,
  deny: 2,
  on: 2,
  0: 0,
  1: 1,
  2: 2,
};
/** Options that let something through. */
const LENIENT_OPTION = /ignore|allow|except|skip|exclude|max|pattern|"(?:never|none|off|as-needed)"/i;

/** True when a changed setting can only make checks find more, or has nothing to do with what they find. */
export function isHarmlessSetting(tool: Tool, before: Setting | null, after: Setting | null): boolean {
  const path = (after ?? before)?.path ?? [];
  const key = lastKey(path);
  if (path.some((part) => NEUTRAL[tool]?.test(part))) return !mocksModules(path);
  const old = before?.value;
  const now = after?.value;
  if (isRule(path, tool, now ?? old)) return isRaisedRule(old, now);
  if (STRICT_WHEN_TRUE.test(key)) return now === true;
  if (STRICT_WHEN_FALSE.test(key)) return now === false || (now === undefined && old === true);
  if (typeof now === 'number' || typeof old === 'number') return isHarmlessNumber(path, old, now);
  const list = listKey(path);
  if (LISTS_OUT.test(list)) return isSubset(now ?? [], old ?? []);
  if (LISTS_IN.test(list))
    return (
      old !== undefined &&
      isSubset(old, now ?? []) &&
      added(old, now ?? []).every((item) => !item.startsWith('!'))
    );
  return false;
}

/** A list may have been written as one text. */
function itemsOf(value: Value): string[] {
  if (Array.isArray(value)) return value.map(String);
  return [typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)];
}

function isSubset(part: Value, whole: Value): boolean {
  const items = new Set(itemsOf(whole));
  return itemsOf(part).every((item) => items.has(item));
}

function added(before: Value, after: Value): string[] {
  const had = new Set(itemsOf(before));
  return itemsOf(after).filter((item) => !had.has(item));
}

function lastKey(path: readonly string[]): string {
  return path.findLast((part) => !/^\d+$/.test(part) && part !== '-') ?? '';
}

function listKey(path: readonly string[]): string {
  return lastKey(path);
}

/** A test runner's path map may lead tests to something else. */
function mocksModules(path: readonly string[]): boolean {
  return path.includes('moduleNameMapper');
}

function isHarmlessNumber(path: readonly string[], old: Value | undefined, now: Value | undefined): boolean {
  const mayRise =
    path.some((part) => /threshold|^(?:global|coverage|each|perFile)$/i.test(part)) ||
    NUMBER_MAY_RISE.test(lastKey(path));
  if (mayRise && NUMBER_MAY_RISE.test(lastKey(path)))
    return typeof now === 'number' && now >= (typeof old === 'number' ? old : 0) && now >= 0;
  if (NUMBER_MAY_FALL.test(lastKey(path)))
    return typeof now === 'number' ? typeof old === 'number' && now <= old : false;
  return false;
}

function isRule(path: readonly string[], tool: Tool, value: Value | undefined): boolean {
  if (tool !== 'linter') return false;
  return path.includes('rules') || path.includes('linter') || severityOf(value) !== null;
}

function severityOf(value: Value | undefined): number | null {
  if (Array.isArray(value)) return severityOf(value[0] ?? null);
  if (typeof value === 'object' && value !== null && 'code' in value) {
    const first = /^\(ArrayExpression elements:\[(?:"(\w+)"|\(NumericLiteral value:(\d)\)),/.exec(value.code);
    return first === null ? null : (SEVERITY[first[1] ?? first[2] ?? ''] ?? null);
  }
  return value === null || value === undefined ? null : (SEVERITY[String(value)] ?? null);
}

function optionsOf(value: Value | undefined): string {
  if (Array.isArray(value)) return JSON.stringify(value.slice(1));
  return typeof value === 'object' && value !== null && 'code' in value
    ? value.code.replace(/^\(ArrayExpression elements:\[[^,]*,/, '')
    : '[]';
}

function isRaisedRule(old: Value | undefined, now: Value | undefined): boolean {
  if (now === true) return true;
  const after = severityOf(now);
  if (after === null) return false;
  const before = severityOf(old);
  if (before === null) return after === 2 && !LENIENT_OPTION.test(optionsOf(now));
  const sameOptions =
    optionsOf(old) === optionsOf(now) ||
    (optionsOf(old) === '[]' && before === 0 && !LENIENT_OPTION.test(optionsOf(now)));
  return after >= before && sameOptions;
}
