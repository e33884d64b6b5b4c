import type { Say } from '../../adapters/github/open-probot.ts';

/** No file descriptor is left, here or on the machine; no process; no memory for one. */
const WANT = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

/**
 * A process that cannot be started tells so by an event that not every library listens for, and Node would end the server. Whoever
 * wanted the process is told as well, and tries it again later. All else still ends the server, by `fail`.
 */
export function outlastWant(log: Say, fail: (error: unknown) => never): void {
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    if (!error.syscall?.startsWith('spawn') || !WANT.has(error.code ?? '')) fail(error);
    log('error', `a process could not be started: ${error.message}`);
  });
}
