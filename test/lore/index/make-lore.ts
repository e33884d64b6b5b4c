import type { LoreFile, LoreHome, LoreSource, Progress } from '../../../src/domain/ports.ts';

export const silent: Progress = { step: () => ({ update() {}, done() {} }), note() {} };

/** A source that is a map: path -> text. Each change of it is a state; what changed is worked out from stamps. */
export class MapLore implements LoreSource {
  readonly files = new Map<string, string>();
  #state = 0;
  reads = 0;

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  set(path: string, text: string | null): void {
    if (text === null) this.files.delete(path);
    else this.files.set(path, text);
    this.#state += 1;
  }

  async state() {
    return `state ${this.#state}`;
  }

  async changes(since: string | null, stamps: () => ReadonlyMap<string, string>) {
    const all = [...this.files].map(
      ([path, text]): LoreFile => ({ path, layers: 1, blob: null, stamp: text }),
    );
    const state = await this.state();
    if (since === null) return { state, isWhole: true, found: all, gone: [] };
    const known = stamps();
    return {
      state,
      isWhole: false,
      found: all.filter(({ path, stamp }) => known.get(path) !== stamp),
      gone: [...known.keys()].filter((path) => !this.files.has(path)).map((path) => ({ path, layers: 1 })),
    };
  }

  async *read(files: readonly LoreFile[]) {
    this.reads += files.length;
    for (const file of files) yield { file, text: this.files.get(file.path) ?? null };
  }
}

export function toHome(source: LoreSource, ...folders: string[]): LoreHome {
  return { source, folders };
}
