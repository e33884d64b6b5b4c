import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LayerPlaces {
  /** A link to the folder itself: its path may hold what options of a mount cannot. */
  readonly lower: string;
  readonly upper: string;
  readonly work: string;
  readonly merged: string;
}

export function layerPlaces(folder: string, index: number): LayerPlaces {
  const at = (name: string) => join(folder, `${name}${index}`);
  return { lower: at('l'), upper: at('u'), work: at('w'), merged: at('m') };
}

/**
 * Makes what the layers of one run need, in a folder that is not there yet: for each of `paths` an empty layer, and the
 * table that `mount --all` reads, with names relative to the folder.
 */
export function makeLayers(folder: string, paths: readonly string[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lines = paths.map((path, index) => {
    const { lower, upper, work, merged } = layerPlaces(folder, index);
    symlinkSync(path, lower);
    for (const made of [upper, work, merged]) mkdirSync(made);
    return `overlay m${index} overlay userxattr,lowerdir=l${index},upperdir=u${index},workdir=w${index} 0 0\n`;
  });
  writeFileSync(join(folder, 'fstab'), lines.join(''));
}
