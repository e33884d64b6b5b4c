import { spawn } from 'node:child_process';

/** Groups that are running now, by the id of their leader. */
const live = new Set<number>();
let isHooked = false;

/** From now on until `forget`, the group is killed when our own process ends, however it comes to its end. */
export function endWithUs(leader: number): void {
  live.add(leader);
  if (isHooked) return;
  isHooked = true;
  process.on('exit', () => {
    for (const group of live) signalGroup(group, 'SIGKILL');
  });
}

export function forget(leader: number): void {
  live.delete(leader);
}

/** Signals every process of the group that `leader` was started as the head of. Harmless when none is left. */
export function signalGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    // Windows has no groups to signal: taskkill walks the tree, and knows only one way.
    spawn('taskkill', ['/PID', String(leader), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => {},
    );
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // ESRCH: the group is gone, which is what was asked for.
  }
}
