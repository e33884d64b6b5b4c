/**
 * Records what the real tools print and report on the broken projects, for the tests of the parsers:
 *   npm ci --prefix test/tools && node test/tools/record.ts [tool …]
 * Writes test/checks/parsers/recordings/<tool>/<major>/<name>.txt (without our reporters) and <name>.json (what they
 * wrote). Folders of this machine become /repo.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReports, reportEnv } from '../../src/checks/report-env.ts';
import { type ToolCase, toolCases } from './cases.ts';
import { placeProject, toolsFolder } from './place.ts';
import { runIn } from './run-in.ts';

const recordings = join(import.meta.dirname, '..', 'checks', 'parsers', 'recordings');

async function record(each: ToolCase, scratch: string): Promise<void> {
  const folder = join(scratch, 'repo');
  await placeProject(each.project, folder, each.packages);
  const plain = runIn(folder, each.command);
  const reportDir = join(scratch, 'reports');
  await rm(reportDir, { recursive: true, force: true });
  const hooked = runIn(folder, each.command, reportEnv(reportDir));
  if (hooked.exit !== plain.exit || plain.exit === 0) {
    throw new Error(`${each.tool} ${each.major} ${each.name}: exit ${plain.exit}, hooked ${hooked.exit}`);
  }
  const reports = await readReports(reportDir, [folder]);
  const into = join(recordings, each.tool, each.major);
  await mkdir(into, { recursive: true });
  await writeFile(join(into, `${each.name}.txt`), neutral(plain.output, folder));
  if (reports.length > 0) {
    await writeFile(
      join(into, `${each.name}.json`),
      `${neutral(JSON.stringify(reports, null, 1), folder)}\n`,
    );
  }
  process.stdout.write(`${each.tool} ${each.major} ${each.name}: ${reports.length} report(s)\n`);
}

/** Takes this machine's folders out: the project is at /repo, the tools in its node_modules. */
function neutral(text: string, folder: string): string {
  const tools = toolsFolder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text
    .replace(new RegExp(`(?:\\.\\./)+${tools.slice(1)}`, 'g'), 'node_modules')
    .replaceAll(toolsFolder, '/repo/node_modules')
    .replaceAll(folder, '/repo');
}

const scratch = await realpath(await mkdtemp(join(tmpdir(), 'dreamos-record-')));
try {
  const wanted = process.argv.slice(2);
  for (const each of toolCases) {
    if (wanted.length === 0 || wanted.includes(each.tool)) await record(each, scratch);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
