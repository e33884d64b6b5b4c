import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Outcome } from '../../domain/outcome.ts';
import type { Records } from '../../domain/ports.ts';

/** Runs kept of one repository. */
const KEPT = 50;

const Stored = z.object({ version: z.literal(1), at: z.iso.datetime(), outcome: Outcome });

/** Finished runs of one repository, a JSON file each, in the user's cache folder: derived, and can be thrown away. */
export class DiskRecords implements Records {
  readonly #dir: string;
  readonly #now: () => Date;

  constructor(options: { cacheDir: string; repository: string; now: () => Date }) {
    const id = createHash('sha256').update(options.repository).digest('hex').slice(0, 16);
    this.#dir = join(options.cacheDir, 'runs', id);
    this.#now = options.now;
  }

  nextId(): string {
    return `${this.#now()
      .toISOString()
      .replace(/[^0-9]/g, '')}-${randomBytes(3).toString('hex')}`;
  }

  /** A cache that cannot be written costs the memory of this run, not the run. Returns false then. */
  async save(id: string, outcome: Outcome): Promise<boolean> {
    const at = this.#now().toISOString();
    try {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      const staging = join(this.#dir, `.${id}`);
      await writeFile(staging, JSON.stringify({ version: 1, at, outcome }));
      await rename(staging, join(this.#dir, `${id}.json`));
      await this.#forgetOld();
      return true;
    } catch {
      return false;
    }
  }

  async list(limit: number): Promise<readonly { id: string; at: string; outcome: Outcome }[]> {
    const found: { id: string; at: string; outcome: Outcome }[] = [];
    for (const name of (await this.#names()).reverse().slice(0, limit)) {
      const stored = await readStored(join(this.#dir, name));
      if (stored) found.push({ id: name.slice(0, -'.json'.length), at: stored.at, outcome: stored.outcome });
    }
    return found;
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#dir).catch(() => []);
    return names.filter((name) => /^\d+-[0-9a-f]+\.json$/.test(name)).sort();
  }

  async #forgetOld(): Promise<void> {
    const names = await this.#names();
    for (const name of names.slice(0, Math.max(0, names.length - KEPT)))
      await rm(join(this.#dir, name), { force: true });
  }
}

/** A record that is cut off, or of another version, is as good as none. */
async function readStored(path: string): Promise<z.infer<typeof Stored> | null> {
  try {
    return Stored.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
