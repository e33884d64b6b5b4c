import { rmSync } from 'node:fs';
import type { RunOptions, RunProcess } from '../../domain/ports.ts';
import type { Ran } from '../../domain/report.ts';
import { removeFolder } from '../files/remove-folder.ts';
import { type Box, buildWords, layeredOf, openFiles } from './bwrap-words.ts';
import { listInside, readStatus } from './inside.ts';
import { makeLayers } from './layers.ts';
import { startWatchdog } from './watchdog.ts';

/** From the word that asks to the kill, as outside. */
const TERM_GRACE_MS = 2000;

/** `unmade`: the command was not started, because there was no box to start it in. */
export type Boxed =
  | { readonly status: 'ran'; readonly ran: Ran }
  | { readonly status: 'unmade'; readonly ran: Ran; readonly why: string };

/** Runs a command in a box, with its deadline and its limits. What the run wrote into packages is gone afterwards. */
export async function runBoxed(
  run: RunProcess,
  box: Box,
  command: readonly string[],
  options: RunOptions,
): Promise<Boxed> {
  const layers = box.layers?.folder ?? null;
  if (layers !== null) makeLayers(layers, layeredOf(box.mounts));
  const written = box.mounts.filter(({ access }) => access === 'write').map(({ path }) => path);
  const watchdog = startWatchdog(box.status, box.limits, [...written, ...(layers === null ? [] : [layers])]);
  const deadline = startDeadline(box.status, options.timeoutMs);
  try {
    const ran = await run(buildWords(box, command), {
      ...options,
      open: openFiles(box),
      // Only for what does not heed the word of the deadline above.
      timeoutMs: options.timeoutMs + TERM_GRACE_MS,
    });
    const passed = watchdog.stop();
    if (passed) return { status: 'ran', ran: endedBy(ran, `ended by the sandbox: it took ${passed}`) };
    if (deadline.isOver())
      return {
        status: 'ran',
        ran: { ...ran, exit: null, signal: ran.signal ?? 'SIGTERM', timedOut: true },
      };
    const isMade = ran.exit === null || options.signal?.aborted || readStatus(box.status).exit !== null;
    return isMade
      ? { status: 'ran', ran }
      : { status: 'unmade', ran, why: ran.output.trim().split('\n').at(-1) ?? '' };
  } finally {
    watchdog.stop();
    deadline.stop();
    rmSync(box.status, { force: true });
    if (layers !== null) await removeFolder(layers);
  }
}

/** Asks everything inside to end when the time is over: outside, a signal to the group would reach bubblewrap alone. */
function startDeadline(status: string, ms: number): { isOver(): boolean; stop(): void } {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    const { pid } = readStatus(status);
    const inside = pid === null ? [] : listInside(pid).slice(1);
    for (const one of inside) {
      try {
        process.kill(one, 'SIGTERM');
      } catch {
        // It ended meanwhile.
      }
    }
  }, ms);
  return { isOver: () => isOver, stop: () => clearTimeout(timer) };
}

function endedBy(ran: Ran, why: string): Ran {
  const newline = ran.output === '' || ran.output.endsWith('\n') ? '' : '\n';
  return { ...ran, exit: null, signal: 'SIGKILL', output: `${ran.output}${newline}dreamos: ${why}\n` };
}
