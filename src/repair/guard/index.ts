import type { FileChange, Finding, GuardResult } from '../../domain/patch.ts';
import type { GuardOptions, Rule } from './rule.ts';
import { cacheCommitted, checkScriptChanged, leftUnchecked } from './rules/check-files.ts';
import { codeFromText } from './rules/code-from-text.ts';
import { strictnessLowered } from './rules/config.ts';
import { oldTestsMocked, testDisabled } from './rules/disabled-tests.ts';
import { hostileCode } from './rules/hostile-code.ts';
import { lockfileSource } from './rules/lockfile.ts';
import { manifestChanged } from './rules/manifest.ts';
import {
  binaryChange,
  leftAlone,
  linkOrSubmodule,
  madeExecutable,
  oversize,
  pathOutside,
} from './rules/paths.ts';
import { processEnded } from './rules/process-ended.ts';
import {
  ciChanged,
  ignoreListChanged,
  lockfileChanged,
  protectedFile,
  secretFile,
  toolingChanged,
} from './rules/protected-files.ts';
import { runAwareness } from './rules/run-awareness.ts';
import { invisibleText, secretAdded } from './rules/secrets.ts';
import { strictnessCommentRemoved, suppressionAdded, testEnvironmentChanged } from './rules/suppressions.ts';
import { errorSwallowed } from './rules/swallowed-errors.ts';
import { runnerInSource, tampering } from './rules/tampering.ts';
import { testAwareness } from './rules/test-awareness.ts';
import { testRedirected } from './rules/test-redirected.ts';
import { comparedDataChanged, testChanged, testRemoved } from './rules/tests.ts';
import { typeCheckingSilenced } from './rules/types.ts';
import { buildContext } from './view.ts';

/** Every rule of the guard, in the order findings are told. */
export const rules: readonly Rule[] = [
  pathOutside,
  linkOrSubmodule,
  madeExecutable,
  leftAlone,
  binaryChange,
  oversize,
  ciChanged,
  toolingChanged,
  secretFile,
  protectedFile,
  lockfileChanged,
  lockfileSource,
  ignoreListChanged,
  manifestChanged,
  strictnessLowered,
  testRemoved,
  testDisabled,
  testChanged,
  testRedirected,
  oldTestsMocked,
  comparedDataChanged,
  checkScriptChanged,
  leftUnchecked,
  cacheCommitted,
  suppressionAdded,
  strictnessCommentRemoved,
  testEnvironmentChanged,
  typeCheckingSilenced,
  errorSwallowed,
  processEnded,
  testAwareness,
  runAwareness,
  tampering,
  runnerInSource,
  codeFromText,
  hostileCode,
  secretAdded,
  invisibleText,
];

/**
 * Judges a patch before anything runs: refuses what would make checks green without mending the code. Pure; what it
 * cannot judge it refuses. Each finding names the rule, the file, the line and why.
 */
export function guard(changes: readonly FileChange[], options: GuardOptions = {}): GuardResult {
  const context = buildContext(changes, options);
  const findings = changes.flatMap((change) => {
    try {
      return rules.flatMap((rule) =>
        rule
          .check(change, context)
          .map(({ line, why }): Finding => ({ rule: rule.name, file: change.path, line, why })),
      );
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [
        {
          rule: 'unreadable',
          file: change.path,
          line: null,
          why: 'the code is nested too deeply to be judged',
        },
      ];
    }
  });
  return { allowed: findings.length === 0, findings };
}
