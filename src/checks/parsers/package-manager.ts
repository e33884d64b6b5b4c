import type { Failure } from '../../domain/report.ts';
import type { Parser } from '../parser.ts';
import { toFailure } from '../to-failure.ts';

/** What npm, pnpm and yarn print when the lockfile and package.json do not agree; the group is the sentence. */
const OUT_OF_STEP: readonly {
  readonly tool: 'npm' | 'pnpm' | 'yarn';
  readonly lockfile: string;
  readonly said: RegExp;
}[] = [
  {
    tool: 'npm',
    lockfile: 'package-lock.json',
    said: /((?:`npm ci`|cipm) can only install packages when your package\.json and [^\n]{0,200} are in sync\.)/,
  },
  {
    tool: 'pnpm',
    lockfile: 'pnpm-lock.yaml',
    said: /ERR_PNPM_OUTDATED_LOCKFILE\s+(Cannot install with "frozen-lockfile"[^\n]{0,300})/,
  },
  {
    tool: 'yarn',
    lockfile: 'yarn.lock',
    said: /(Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`\.|The lockfile would have been (?:modified|created) by this install, which is explicitly forbidden\.)/,
  },
];
const RULES: Readonly<Record<string, string>> = { npm: 'EUSAGE', pnpm: 'ERR_PNPM_OUTDATED_LOCKFILE' };
/** `Missing: left-pad@1.3.0 from lock file`, `Invalid: lock file's a@1.0.0 does not satisfy a@2.0.0`. */
const DETAIL = /^npm (?:ERR!|error) ((?:Missing|Invalid): [^\n]{0,200})$/gm;

/** The package manager that says so in the text; null when none does. */
export function managerOutOfStep(text: string): 'npm' | 'pnpm' | 'yarn' | null {
  return OUT_OF_STEP.find(({ said }) => said.test(text))?.tool ?? null;
}

/** Package managers: only what they say of a lockfile that is out of step. Their other words are noise around tools. */
export const packageManager: Parser = {
  name: 'package-manager',
  recognises: (text) => managerOutOfStep(text) !== null,
  parseText(text, printed) {
    return OUT_OF_STEP.flatMap(({ tool, lockfile, said }): Failure[] => {
      const sentence = said.exec(text)?.[1]?.trim();
      if (sentence === undefined) return [];
      const details =
        tool === 'npm' ? [...text.matchAll(DETAIL)].map(([, detail = '']) => detail).slice(0, 20) : [];
      const file = printed.cwd === '.' || printed.cwd === '' ? lockfile : `${printed.cwd}/${lockfile}`;
      const message = [sentence, ...new Set(details)].join('\n');
      return [toFailure(printed, tool, { rule: RULES[tool] ?? null, file, message })];
    });
  },
  parseReport: null,
  narrow: () => null,
};
