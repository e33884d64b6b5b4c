import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limits } from './bwrap-words.ts';
import { listInside, memoryOf, readStatus } from './inside.ts';

const LOOK_MS = 50;
/** How often it looks while no more than half of the memory is used: a look costs a millisecond or two. */
const CALM_LOOK_MS = 200;
const DISK_LOOK_MS = 200;
/** Below this much free space nothing more may be taken. */
const LEAST_FREE = 512 * 1024 * 1024;
const LEAST_TAKEN = 64 * 1024 * 1024;
const MOST_FILES = 1_000_000;

export interface Watchdog {
  /** Ends the watch. Says what a limit was passed by, or null. */
  stop(): string | null;
}

/**
 * Looks after what the kernel does not limit for a group without a cgroup: memory and processes of all together, and
 * the disk. `folders` are those that the run may write. What passes a limit is killed, all of it at once.
 */
export function startWatchdog(status: string, limits: Limits, folders: readonly string[]): Watchdog {
  let verdict: string | null = null;
  let isOver = false;
  let processTimer: NodeJS.Timeout;
  let diskTimer: NodeJS.Timeout;

  const end = (why: string) => {
    const { pid } = readStatus(status);
    if (isOver || pid === null) return;
    verdict = why;
    kill(pid);
  };
  const lookAtProcesses = () => {
    const { pid } = readStatus(status);
    const found = pid === null ? { memory: 0, processes: 0 } : weigh(pid);
    if (found.memory > limits.memory) end(`more than ${toMegabytes(limits.memory)} MB of memory`);
    else if (found.processes > limits.processes) end(`more than ${limits.processes} processes`);
    const isCalm = pid !== null && found.memory < limits.memory / 2 && found.processes < limits.processes / 4;
    processTimer = setTimeout(lookAtProcesses, isCalm ? CALM_LOOK_MS : LOOK_MS);
  };
  const before = freeOf(folders[0]);
  const lookAtDisk = async () => {
    const why = await weighDisk(await before, folders, limits.disk);
    if (why) end(why);
    if (!isOver) diskTimer = setTimeout(lookAtDisk, DISK_LOOK_MS);
  };
  processTimer = setTimeout(lookAtProcesses, LOOK_MS);
  diskTimer = setTimeout(lookAtDisk, DISK_LOOK_MS);
  return {
    stop: () => {
      isOver = true;
      clearTimeout(processTimer);
      clearTimeout(diskTimer);
      return verdict;
    },
  };
}

function weigh(first: number): { memory: number; processes: number } {
  const inside = listInside(first);
  return { memory: inside.reduce((sum, pid) => sum + memoryOf(pid), 0), processes: inside.length };
}

interface Free {
  readonly bytes: number;
  readonly files: number;
}

/** Others fill the disk as well: its loss only raises the suspicion, the run's own folders are then measured. */
async function weighDisk(before: Free, folders: readonly string[], limit: number): Promise<string | null> {
  const now = await freeOf(folders[0]);
  const taken = before.bytes - now.bytes;
  if (before.files - now.files > MOST_FILES) return `more than ${MOST_FILES} files`;
  if (now.bytes < LEAST_FREE && taken > LEAST_TAKEN) return 'the rest of the disk';
  if (taken <= limit) return null;
  const sizes = await Promise.all(folders.map(sizeOf));
  const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
  return size > limit ? `more than ${toMegabytes(limit)} MB of disk` : null;
}

async function freeOf(folder: string | undefined): Promise<Free> {
  const found = folder === undefined ? null : await statfs(folder).catch(() => null);
  if (found === null) return { bytes: Number.MAX_SAFE_INTEGER, files: 0 };
  return { bytes: found.bavail * found.bsize, files: found.ffree };
}

/** Bytes on disk below a folder; links are not followed. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? await sizeOf(path) : await blocksOf(path);
  }
  return bytes;
}

async function blocksOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  return found === null ? 0 : found.blocks * 512;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, which is as well.
  }
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / (1024 * 1024));
}
