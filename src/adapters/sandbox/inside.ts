import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** What bubblewrap says of itself, one JSON document a line. */
const Line = z.object({ 'child-pid': z.number().int().optional(), 'exit-code': z.number().int().optional() });

/** `pid`: the first process inside, as seen from here. `exit` is missing when the command was never started, or was killed. */
export function readStatus(file: string): { pid: number | null; exit: number | null } {
  const status = { pid: null as number | null, exit: null as number | null };
  for (const line of readText(file).split('\n')) {
    const parsed = parseLine(line);
    status.pid ??= parsed['child-pid'] ?? null;
    status.exit ??= parsed['exit-code'] ?? null;
  }
  return status;
}

/** Every process below one, itself first: also those that forked away, for they become children of the first inside. */
export function listInside(first: number): number[] {
  const found = [first];
  for (let at = 0; at < found.length; at++) found.push(...childrenOf(found[at] ?? 0));
  return found;
}

/** Bytes that a process holds and that are no file's. */
export function memoryOf(pid: number): number {
  const status = readText(`/proc/${pid}/status`);
  return [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB/gm)].reduce(
    (sum, [, kb]) => sum + Number(kb) * 1024,
    0,
  );
}

function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    readText(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parseLine(line: string): z.infer<typeof Line> {
  try {
    return Line.catch({}).parse(JSON.parse(line));
  } catch {
    return {};
  }
}
