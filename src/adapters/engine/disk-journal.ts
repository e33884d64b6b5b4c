import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ForgeEvent } from '../../domain/forge-event.ts';
import { entryKey, type Journal } from '../../domain/journal.ts';
import { holdFolder } from '../files/hold-folder.ts';
import { JournalLine, JournalState } from './journal-state.ts';

/** It is written anew when so many bytes came to it, and as many as it had: comments need not stay on disk for long. */
const MOST_GROWN = 8 * 1024 * 1024;

/**
 * A file of JSON lines. It grows by a line for each event and each end of one, and is written anew, with what is still needed, when
 * it is opened and when it has grown much. Its folder is for one process.
 */
export class DiskJournal implements Journal {
  readonly #path: string;
  readonly #state: JournalState;
  readonly #letGo: () => void;
  readonly #mostGrown: number;
  #file: FileHandle | null = null;
  #writing: Promise<unknown> = Promise.resolve();
  /** A line was begun whose end may not be there: the next one begins after a line end. */
  #isTorn = false;
  #size = 0;
  #grown = 0;

  private constructor(path: string, state: JournalState, letGo: () => void, mostGrown: number) {
    this.#path = path;
    this.#state = state;
    this.#letGo = letGo;
    this.#mostGrown = mostGrown;
  }

  /** Throws where another process has it, and where it is there and cannot be read: it would be lost. */
  static async open(path: string, { mostGrown = MOST_GROWN } = {}): Promise<DiskJournal> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const letGo = holdFolder(dirname(path));
    try {
      const journal = new DiskJournal(path, await readJournal(path), letGo, mostGrown);
      await journal.#rewrite();
      return journal;
    } catch (error) {
      letGo();
      throw error;
    }
  }

  async accept(event: ForgeEvent): Promise<'new' | 'known'> {
    if (this.#state.isKnown(event)) return 'known';
    this.#state.take(event);
    try {
      await this.#append({ taken: event });
    } catch (error) {
      // Not written down is not taken: the forge may send it again.
      this.#state.giveBack(event);
      throw error;
    }
    return 'new';
  }

  async done(event: ForgeEvent): Promise<void> {
    this.#state.finish(event);
    await this.#append({ done: entryKey(event) });
  }

  unfinished(): readonly ForgeEvent[] {
    return this.#state.unfinished();
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#letGo();
  }

  #append(line: JournalLine): Promise<void> {
    const written = this.#writing.then(() => this.#write(line));
    // Whoever waits for its line does not wait for this.
    this.#writing = written.then(
      () => this.#rewriteGrown(),
      () => {},
    );
    return written;
  }

  async #write(line: JournalLine): Promise<void> {
    const text = `${this.#isTorn ? '\n' : ''}${JSON.stringify(line)}\n`;
    this.#isTorn = true;
    await this.#file?.appendFile(text);
    this.#isTorn = false;
    this.#grown += Buffer.byteLength(text);
  }

  async #rewriteGrown(): Promise<void> {
    if (this.#grown < Math.max(this.#mostGrown, this.#size)) return;
    // Where there is no room for it, the old one goes on; it is tried again when that has grown as much once more.
    this.#grown = 0;
    await this.#rewrite().catch(() => {});
  }

  async #rewrite(): Promise<void> {
    const path = `${this.#path}.new`;
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(toText(this.#state));
      await file.sync();
      this.#size = (await file.stat()).size;
      await rename(path, this.#path);
    } catch (error) {
      await file.close();
      throw error;
    }
    const old = this.#file;
    this.#file = file;
    this.#isTorn = false;
    this.#grown = 0;
    await old?.close();
  }
}

function* toText(state: JournalState): Generator<string> {
  for (const line of state.lines()) yield `${JSON.stringify(line)}\n`;
}

/** Line by line: it may be larger than a text can be. A line that was half written is no fault, a file that cannot be read is. */
async function readJournal(path: string): Promise<JournalState> {
  const state = new JournalState();
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return state;
  let rest = '';
  for await (const chunk of file.createReadStream({ encoding: 'utf8' }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) readLine(line, state);
  }
  readLine(rest, state);
  return state;
}

function readLine(text: string, state: JournalState): void {
  try {
    state.read(JournalLine.parse(JSON.parse(text)));
  } catch {
    // The rest of a line whose other half was never written.
  }
}
