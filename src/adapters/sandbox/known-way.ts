import { mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Way } from './examine.ts';

const Known = z.object({
  key: z.string(),
  disableUserns: z.boolean(),
  layers: z.enum(['bwrap', 'mount', 'none']),
});

/**
 * What was found to work on this machine, on disk: good until it is started anew, and only for the same programs, user,
 * namespaces (a container has others) and temp disk. `file` is absolute, `programs` and `temp` as well.
 */
export function openKnownWay(file: string, programs: readonly string[], temp: string) {
  const key = toKey(programs, temp);
  return {
    read(): Way | null {
      const known = Known.safeParse(parse(readText(file)));
      return known.success && key !== null && known.data.key === key ? known.data : null;
    },
    /** What cannot be kept is found again the next time. */
    keep({ disableUserns, layers }: Way): void {
      if (key === null) return;
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.${process.pid}`, JSON.stringify({ key, disableUserns, layers }));
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        rmSync(`${file}.${process.pid}`, { force: true });
      }
    },
    forget: () => rmSync(file, { force: true }),
  };
}

/** Null where what counts cannot be read: then nothing is known. */
function toKey(programs: readonly string[], temp: string): string | null {
  const stamp = (path: string) => {
    const { dev, ino, size, mtimeMs } = statSync(path);
    return [path, dev, ino, size, mtimeMs].join(' ');
  };
  try {
    return [
      readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      readlinkSync('/proc/self/ns/user'),
      readlinkSync('/proc/self/ns/mnt'),
      process.getuid?.(),
      process.arch,
      ...[...programs, fileURLToPath(import.meta.url)].map(stamp),
      statSync(temp).dev,
    ].join('\n');
  } catch {
    return null;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
