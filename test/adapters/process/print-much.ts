/** Runs the command given and says by how many bytes that made this process grow at most. */
import { tmpdir } from 'node:os';
import { createRunProcess } from '../../../src/adapters/process/run-process.ts';

const [command = '', tempHome = ''] = process.argv.slice(2);
const run = createRunProcess({
  parent: { PATH: process.env.PATH ?? '' },
  home: tempHome,
  tempHome,
  nodeDir: null,
});
const options = { cwd: tmpdir(), timeoutMs: 60_000 };
await run('true', options);
const before = process.resourceUsage().maxRSS;
const { bytes, output, sha256 } = await run(command, options);
const grown = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(JSON.stringify({ grown, bytes, kept: output.length, sha256 }));
