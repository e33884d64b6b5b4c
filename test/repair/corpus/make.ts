/**
 * Runs the real tools on the broken projects and writes what they printed and what our parsers read of it.
 * `node test/repair/corpus/make.ts`, after `npm ci` in test/tools.
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readReport } from '../../../src/checks/read-report.ts';
import { runCheck } from '../../../src/checks/run-check.ts';
import type { Workspace } from '../../../src/domain/ports.ts';
import type { Check } from '../../../src/domain/report.ts';
import { toolsFolder } from '../../tools/place.ts';
import { useCheckout } from '../fixers/checkout.ts';
import { type Log, type Reading, ROOT } from './corpus.ts';
import { type BrokenProject, brokenProjects } from './projects.ts';

const TOOLS = new RegExp(`(?:(?:\\.\\./)+|/)${toolsFolder.slice(1)}`, 'g');
/** Nothing of the machine that it was recorded on. */
const scrub = (text: string) => text.replace(TOOLS, 'node_modules');

const readings: Reading[] = [];
const logs: Log[] = [];
for (const project of brokenProjects) {
  for (const node of project.nodes ?? ['node-24']) {
    // The Node that runs this is to be the one the project is developed on.
    const nodeDir = node === 'node-24' ? dirname(process.execPath) : join(toolsFolder, node, 'bin');
    await useCheckout(
      project.files,
      project.packages,
      (workspace) => record(project, node, workspace),
      nodeDir,
    );
  }
}
await write('failures.json', readings);
await write('logs.json', logs);
for (const { project, node, read, failures } of readings) console.log(project, node, read, failures.length);

async function record(project: BrokenProject, node: string, workspace: Workspace): Promise<void> {
  const check = toCheck(project);
  const { failures } = await runCheck(check, workspace);
  readings.push({ project: project.name, node, read: 'report', failures });
  const path = [join(workspace.root, 'node_modules', '.bin')];
  const ran = await workspace.run(check.run, { timeoutMs: check.timeoutMs, path });
  const read = readReport(check, ran, [], [workspace.root]);
  readings.push({ project: project.name, node, read: 'text', failures: read.failures });
  if (node === 'node-24') {
    logs.push({ project: project.name, log: ran.output.replaceAll(workspace.root, ROOT) });
  }
}

function write(name: string, what: unknown): Promise<void> {
  return writeFile(
    join(import.meta.dirname, 'recordings', name),
    `${scrub(JSON.stringify(what, null, 1))}\n`,
  );
}

function toCheck({ name, tool, run }: BrokenProject): Check {
  return { name, kind: 'command', run, cwd: '.', timeoutMs: 120_000, tools: [tool], why: 'the corpus' };
}
