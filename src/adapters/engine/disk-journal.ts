import { type FileHandle, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { ForgeEvent, factKey } from '../../domain/forge-event.ts';
import type { Journal } from '../../domain/journal.ts';

/** One line each: an event that was taken, or the delivery that is done. */
const Line = z.union([z.object({ taken: ForgeEvent }), z.object({ done: z.string() })]);

/** Facts that are remembered; older ones do not come again. */
const MOST_KNOWN = 20_000;

/** A file of JSON lines that only grows; it is cut to what is still needed when it is opened. A half-written last line is no fault. */
export class DiskJournal implements Journal {
  readonly #file: FileHandle;
  readonly #known: Set<string>;
  readonly #open: Map<string, ForgeEvent>;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle, known: Set<string>, unfinished: Map<string, ForgeEvent>) {
    this.#file = file;
    this.#known = known;
    this.#open = unfinished;
  }

  static async open(path: string): Promise<DiskJournal> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const events: ForgeEvent[] = [];
    const done = new Set<string>();
    for (const line of (await readFile(path, 'utf8').catch(() => '')).split('\n')) {
      const read = parse(line);
      if (read === null) continue;
      if ('taken' in read) events.push(read.taken);
      else done.add(read.done);
    }
    const kept = events.slice(-MOST_KNOWN);
    const lines = kept.flatMap((event) => [
      JSON.stringify({ taken: event }),
      ...(done.has(event.delivery) ? [JSON.stringify({ done: event.delivery })] : []),
    ]);
    await writeFile(`${path}.new`, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    await rename(`${path}.new`, path);
    const left = kept.filter((event) => !done.has(event.delivery));
    return new DiskJournal(
      await open(path, 'a'),
      new Set(kept.flatMap(keysOf)),
      new Map(left.map((event) => [event.delivery, event])),
    );
  }

  async accept(event: ForgeEvent): Promise<'new' | 'known'> {
    const keys = keysOf(event);
    if (keys.some((key) => this.#known.has(key))) return 'known';
    for (const key of keys) this.#known.add(key);
    this.#open.set(event.delivery, event);
    try {
      await this.#append({ taken: event });
    } catch (error) {
      // Not written down is not taken: the forge may send it again.
      for (const key of keys) this.#known.delete(key);
      this.#open.delete(event.delivery);
      throw error;
    }
    return 'new';
  }

  async done({ delivery }: ForgeEvent): Promise<void> {
    this.#open.delete(delivery);
    await this.#append({ done: delivery });
  }

  unfinished(): readonly ForgeEvent[] {
    return [...this.#open.values()];
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#file.close();
  }

  #append(line: z.infer<typeof Line>): Promise<void> {
    const write = this.#writing
      .catch(() => {})
      .then(() => this.#file.appendFile(`${JSON.stringify(line)}\n`));
    this.#writing = write;
    return write;
  }
}

function keysOf(event: ForgeEvent): string[] {
  return [`delivery:${event.delivery}:${event.kind}:${event.repo.id}`, `fact:${factKey(event)}`];
}

function parse(line: string): z.infer<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
