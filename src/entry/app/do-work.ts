import { createProgress } from '../../adapters/log/terminal-progress.ts';
import { WorkRequest, type WorkResult } from '../../domain/work-order.ts';
import { createContext, loadEnvironment, preloadWork, work } from '../../os.ts';
import { version } from '../version.ts';

/**
 * A process of its own for one piece of work of the app: reads a `WorkRequest` from standard input, prints a `WorkResult`.
 * It holds no token, and whatever becomes of it, the app stays up.
 */
async function main(): Promise<void> {
  // Begun in advance it has time for it; what cannot be loaded says so where it is used.
  preloadWork().catch(() => {});
  const order = await readAll();
  // It was begun in advance, and let go.
  if (order === '') return;
  const request = WorkRequest.parse(JSON.parse(order));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => interrupt.abort());
  const context = await createContext({
    environment: loadEnvironment(),
    cwd: request.dir,
    progress: createProgress({
      write: (text) => void process.stderr.write(text),
      live: false,
      colour: false,
      width: 120,
      now: Date.now,
    }),
    signal: interrupt.signal,
    version,
    readStdin: async () => '',
    lines: async function* () {},
    write: async () => {},
  });
  try {
    await print(await work(request, context));
  } finally {
    await context.close();
  }
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function print(result: WorkResult): Promise<void> {
  return new Promise((resolve) => process.stdout.write(JSON.stringify(result), () => resolve()));
}

await main();
