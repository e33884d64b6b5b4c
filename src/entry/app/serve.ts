import type { Say } from '../../adapters/github/open-probot.ts';
import { DreamError, exitCodeOf } from '../../domain/errors.ts';
import { loadAppEnvironment, loadAppManifest, loadEnvironment, openSteward } from '../../os.ts';
import { version } from '../version.ts';
import type { App } from './create-app.ts';
import { APP_HELP } from './help.ts';
import { outlastWant } from './outlast-want.ts';

/** Translates the environment into a server, and signals into its end. Decides nothing. */
async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help') || words.includes('-h')) return print(APP_HELP);
  if (words.includes('--version')) return print(`dreamos ${version}\n`);
  if (words[0] !== undefined)
    throw new DreamError('bad-usage', `The server takes no words: ${words[0]}`, 'See: npm start -- --help');
  const environment = loadAppEnvironment();
  const folder = process.cwd();
  // Not before it is needed: Probot takes a while to load.
  const [{ createApp }, { keepCredentials }, { WORKER }] = await Promise.all([
    import('./create-app.ts'),
    import('./keep-credentials.ts'),
    import('./worker-path.ts'),
  ]);
  const log = logAs(environment.isVerbose);
  outlastWant(log, fail);
  const app = await createApp({
    ...environment,
    setUp: {
      ...environment,
      manifest: await loadAppManifest(),
      keep: (made) => keepCredentials(folder, made),
    },
    // The steward asks the repository's settings, which name those that may command.
    botsAllowed: () => true,
    openSteward: (forges, { privateKey, webhookSecret }) =>
      openSteward({
        environment: loadEnvironment(),
        secrets: { PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret },
        dataDir: environment.dataDir,
        sandbox: environment.sandbox,
        worker: WORKER,
        forges,
        log: (line) => log('info', line),
        parallel: 2,
      }),
    log,
  });
  endOnSignal(app, log);
  log('info', `listening on ${app.url}`);
  if (app.setUpLink)
    log('info', `no credentials: make the app at ${app.setUpLink} or see npm start -- --help`);
  await app.ready.catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
}

/** The second signal does not wait. */
function endOnSignal(app: App, log: Say): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (isEnding) process.exit(130);
      isEnding = true;
      log('info', 'ending');
      app.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
}

function logAs(isVerbose: boolean): Say {
  return (level, line) => {
    if (level === 'debug' && !isVerbose) return;
    // One line each, whatever a name in it holds.
    process.stderr.write(`${new Date().toISOString()} ${level} ${line.replace(/\p{Cc}+/gu, ' ')}\n`);
  };
}

function print(text: string): void {
  process.stdout.write(text);
}

function fail(error: unknown): never {
  const known = error instanceof DreamError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`dreamos: ${message}\n`);
  if (known && error.hint) process.stderr.write(`  ${error.hint}\n`);
  if (!known && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  process.exit(exitCodeOf(error));
}

await main(process.argv.slice(2)).catch(fail);
