import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { BrokenIndex } from './bytes.ts';

/** Bytes that are read piece by piece. */
export interface Store {
  readonly size: number;
  /** Good until the next read; shorter where the bytes end. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** Smaller files are held in memory: they are looked into for every word. */
const SMALL = 256 * 1024;

export function toStore(bytes: Uint8Array): Store {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => {},
  };
}

/** Throws what the file system throws. */
export function openStore(path: string): Store {
  const file = openSync(path, 'r');
  const store = new FileStore(file, fstatSync(file).size);
  if (store.size > SMALL) return store;
  try {
    return toStore(store.read(0, store.size));
  } finally {
    store.close();
  }
}

class FileStore implements Store {
  #file: number | null;
  readonly size: number;
  #room = new Uint8Array(64 * 1024);

  constructor(file: number, size: number) {
    this.#file = file;
    this.size = size;
  }

  read(offset: number, length: number): Uint8Array {
    if (this.#file === null) throw new BrokenIndex('the file is closed');
    if (length > this.#room.length) this.#room = new Uint8Array(length * 2);
    return this.#room.subarray(0, readSync(this.#file, this.#room, 0, length, offset));
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}
