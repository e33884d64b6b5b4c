/**
 * Runs the real tools on the broken projects and writes what our parsers read to `failures.json`.
 * `node test/repair/corpus/make.ts`, after `npm ci` in test/tools.
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readReport } from '../../../src/checks/read-report.ts';
import { runCheck } from '../../../src/checks/run-check.ts';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Check, Failure } from '../../../src/domain/report.ts';
import { toolsFolder } from '../../tools/place.ts';
import { useCheckout } from '../fixers/checkout.ts';
import type { Reading } from './corpus.ts';
import { type BrokenProject, brokenProjects } from './projects.ts';

const readings: Reading[] = [];
for (const project of brokenProjects) {
  for (const node of project.nodes ?? ['node-24']) {
    // The Node that runs this is to be the one the project is developed on.
    const nodeDir = node === 'node-24' ? dirname(process.execPath) : join(toolsFolder, node, 'bin');
    await useCheckout(
      project.files,
      project.packages,
      async (workspace) => {
        readings.push({
          project: project.name,
          node,
          read: 'report',
          failures: await fromReport(project, workspace),
        });
        readings.push({
          project: project.name,
          node,
          read: 'text',
          failures: await fromText(project, workspace),
        });
      },
      nodeDir,
    );
  }
}
await writeFile(join(import.meta.dirname, 'failures.json'), `${JSON.stringify(readings, null, 1)}\n`);
for (const { project, node, read, failures } of readings) console.log(project, node, read, failures.length);

function toCheck({ name, tool, run }: BrokenProject): Check {
  return { name, kind: 'command', run, cwd: '.', timeoutMs: 120_000, tools: [tool], why: 'the corpus' };
}

async function fromReport(project: BrokenProject, workspace: Workspace): Promise<Failure[]> {
  const { failures } = await runCheck(toCheck(project), workspace);
  return failures;
}

async function fromText(project: BrokenProject, workspace: Workspace): Promise<Failure[]> {
  const check = toCheck(project);
  const path = [join(workspace.root, 'node_modules', '.bin')];
  const ran = await workspace.run(check.run, { timeoutMs: check.timeoutMs, path });
  return readReport(check, ran, [], [workspace.root, dirname(workspace.root)]).failures;
}
