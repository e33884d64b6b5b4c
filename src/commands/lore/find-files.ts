import type { CommandContext } from '../../domain/command.ts';
import { DreamError } from '../../domain/errors.ts';
import type { LoreFile, LoreHome } from '../../domain/ports.ts';

/** A file of lore with its text; null when it is not text. */
export interface FoundFile {
  readonly file: LoreFile;
  readonly text: string | null;
}

/** Every file of a source that `accepts`, with its text. */
export async function readFiles(
  { source }: LoreHome,
  accepts: (file: LoreFile) => boolean,
): Promise<readonly FoundFile[]> {
  const { found } = await source.changes(null, () => new Map());
  const texts: FoundFile[] = [];
  for await (const one of source.read(found.filter(accepts))) texts.push(one);
  return texts;
}

/** The folder `lore/` of the working tree as a source; null when there is none. */
export async function openWorkingLore(context: CommandContext, root: string): Promise<LoreHome | null> {
  try {
    return await context.lore(`${root}/lore`);
  } catch (error) {
    if (error instanceof DreamError && error.code === 'not-found') return null;
    throw error;
  }
}
