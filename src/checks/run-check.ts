import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Workspace } from '../domain/ports.ts';
import type { Check, Report } from '../domain/report.ts';
import { readReport } from './read-report.ts';
import { readReports, reportEnv } from './report-env.ts';

export interface RunCheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** In the place of the check's own deadline. */
  readonly timeoutMs?: number | undefined;
  /** A command line that asks for less than the check does, run at the top in its place. */
  readonly narrow?: string | undefined;
}

/** Runs a check, with its tools hooked so that they write reports, and reads what it said. */
export async function runCheck(
  check: Check,
  workspace: Workspace,
  { signal, timeoutMs, narrow }: RunCheckOptions = {},
): Promise<Report> {
  const ran = narrow === undefined ? check : { ...check, run: narrow, cwd: '.' };
  const reportDir = await mkdtemp(join(workspace.scratch, 'report-'));
  try {
    const hooked = reportEnv(reportDir);
    const result = await workspace.run(ran.run, {
      cwd: ran.cwd,
      timeoutMs: timeoutMs ?? ran.timeoutMs,
      signal,
      env: hooked.env,
      path: [...hooked.path, ...binFolders(workspace.root, ran.cwd)],
    });
    const roots = await rootsOf(workspace.root);
    return readReport(ran, result, await readReports(reportDir, roots), roots);
  } finally {
    await rm(reportDir, { recursive: true, force: true });
  }
}

/** The folders of installed tools that npm would put on PATH: a command line in the settings is written as a script is. */
function binFolders(root: string, cwd: string): string[] {
  const folders = ['.'];
  for (let dir = posix.normalize(cwd); dir !== '.'; dir = posix.dirname(dir)) folders.unshift(dir);
  return folders.map((dir) => join(root, dir, 'node_modules', '.bin'));
}

/** The top under each name that a tool may print, longest first. */
async function rootsOf(root: string): Promise<string[]> {
  const names = new Set([root, await realpath(root)]);
  return [...names].sort((a, b) => b.length - a.length);
}
