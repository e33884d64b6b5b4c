import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type House, openHouse } from './open-house.ts';

/**
 * A GitHub in a box: one empty repository, the app running and installed on it. Prints one line of JSON on standard output,
 * what happens on standard error, and stays until it is interrupted.
 */
const HELP = `Usage: npm run offline-github -- [--port <number>]

Starts an offline GitHub on 127.0.0.1 with one empty repository and the Dream.OS app installed on it, prints
  {"api":...,"clone":...,"web":...,"repo":"owner/name","tokens":{"maintainer":...,"stranger":...}}
and stays up until Ctrl-C. A token is the password of git over HTTP, and the bearer of the API. See docs/try-it.md.

  --port <number>   port of the GitHub; default: any that is free
`;

function fail(message: string): never {
  process.stderr.write(`offline-github: ${message}\n  See: npm run offline-github -- --help\n`);
  process.exit(2);
}

function readPort(): number | undefined {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    if (values.port === undefined) return undefined;
    const port = Number(values.port);
    if (/^\d+$/.test(values.port) && port < 65_536) return port;
    return fail(`--port ${values.port} is no port: a number from 0 to 65535.`);
  } catch (error) {
    return fail((error as Error).message);
  }
}

const port = readPort();
const folder = await realpath(await mkdtemp(join(tmpdir(), 'dreamos-offline-')));
let house: House | null = null;
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (isEnding) process.exit(130);
    isEnding = true;
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`offline-github: it did not end well: ${String(error)}\n`);
        process.exit(3);
      },
    );
  });

async function end(): Promise<void> {
  await house?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

const opened = await openHouse({
  folder,
  ...(port === undefined ? {} : { port }),
  environment: process.env,
  log: (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
}).catch(async (error: NodeJS.ErrnoException) => {
  await end();
  return error.code === 'EADDRINUSE' ? fail(`port ${port} is taken.`) : Promise.reject(error);
});

house = opened;
const { github, repo, maintainer, stranger } = opened;
const line = {
  api: github.api,
  clone: repo.cloneUrl,
  web: github.url,
  repo: `${repo.owner}/${repo.name}`,
  tokens: { maintainer: maintainer.token, stranger: stranger.token },
};
process.stdout.write(`${JSON.stringify(line)}\n`);
