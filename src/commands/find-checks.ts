import { tmpdir } from 'node:os';
import { parse } from 'node:path';
import type { Detected } from '../checks/detect.ts';
import type { CommandContext, Project } from '../domain/command.ts';
import { DreamError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import type { Check } from '../domain/report.ts';

/** Where nobody can put settings that name a program to stand in for the package manager: not in the repository, nor in the temp folder of all. */
const NOWHERE = { cwd: parse(tmpdir()).root, timeoutMs: 10_000, env: { YARN_IGNORE_PATH: '1' } };

/** The checks of a project at HEAD, as found and as its config changes them. */
export async function findChecks(project: Project, context: CommandContext): Promise<Detected> {
  const { history, head, config } = project;
  const { detectChecks } = await import('../checks/detect.ts');
  return detectChecks(await history.files(head), (path) => history.read(head, path), config, {
    available: async (program) => (await context.run([program, '--version'], NOWHERE)).exit === 0,
    parseYaml: await context.loadYaml(),
  });
}

/** The check of that name, or an error that names the nearest one. */
export function requireCheck(checks: readonly Check[], name: string): Check {
  const found = checks.find((check) => check.name === name);
  if (found) return found;
  const names = checks.map((check) => check.name);
  const near = nearest(name, names);
  throw new DreamError(
    'unknown-check',
    `No check is named ${name}${near ? `; did you mean ${near}?` : '.'}`,
    names.length > 0 ? `There are: ${names.join(', ')}` : 'No check was found here; see: dreamos checks',
  );
}
