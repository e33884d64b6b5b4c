import { ForgeError } from '../../domain/forge.ts';

export type Sleep = (ms: number) => Promise<void>;

/** After so long a list shows what was written, milliseconds. */
const SETTLED_MS = 5000;
const MOST_WRITES = 4;

/**
 * Makes something on the forge once. Where nobody knows whether a call was done, it is looked for when lists have settled, and made
 * again only where it is not there.
 */
export async function writeSurely<Made>(
  write: () => Promise<Made>,
  { look, sleep }: { readonly look: () => Promise<Made | null>; readonly sleep: Sleep },
): Promise<Made> {
  for (let writes = 1; ; writes += 1) {
    try {
      return await write();
    } catch (error) {
      if (!mayBeThere(error)) throw error;
      await sleep(SETTLED_MS);
      const made = await look();
      if (made !== null) return made;
      if (writes >= MOST_WRITES || !isInTheDark(error)) throw error;
    }
  }
}

/** `already exists`: a list that was looked at before was behind. */
function mayBeThere(error: unknown): boolean {
  return (
    isInTheDark(error) ||
    (error instanceof ForgeError && error.status === 422 && /already exists/i.test(error.message))
  );
}

function isInTheDark(error: unknown): boolean {
  return error instanceof ForgeError && (error.status === 0 || error.status >= 500);
}
