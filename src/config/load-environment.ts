import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type AppEnvironment, readAppVariables } from './read-app-variables.ts';

/** A variable that is set to nothing counts as not set. */
const Setting = z
  .string()
  .optional()
  .transform((text) => text || undefined);

const Variables = z.object({
  HOME: Setting,
  USERPROFILE: Setting,
  XDG_CACHE_HOME: Setting,
  LOCALAPPDATA: Setting,
  NO_COLOR: Setting,
  FORCE_COLOR: Setting,
  TERM: Setting,
  CI: Setting,
});

/** What we take from the environment. The only door to `process.env`. */
export interface Environment {
  /** Absolute folder that the user stands in; relative paths are taken from it. */
  readonly cwd: string;
  /** The user's home folder. */
  readonly home: string;
  /** Absolute folder for what can be thrown away: `<cache>/dreamos`. */
  readonly cacheDir: string;
  /** `always` and `never` are the user's word; `auto` leaves it to whether the output is a terminal. */
  readonly colour: 'always' | 'never' | 'auto';
  readonly ci: boolean;
  /** Every variable as it was, for the allow-list of commands that we run. */
  readonly raw: Readonly<Record<string, string>>;
}

/**
 * Reads the environment once. `scripts/ready.mjs` has already moved us to the folder that npm was called from, so the
 * process's own folder is the user's.
 */
export function loadEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
  cwd: string = process.cwd(),
  platform: NodeJS.Platform = process.platform,
): Environment {
  const read = Variables.parse(variables);
  const home = (platform === 'win32' ? read.USERPROFILE : read.HOME) ?? homedir();
  return {
    cwd,
    home,
    cacheDir: join(cacheHome(read, home, platform), 'dreamos'),
    colour: colourOf(read),
    ci: read.CI !== undefined && read.CI !== 'false' && read.CI !== '0',
    raw: Object.fromEntries(
      Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

/** The same for the app's server, which has settings of its own. Throws `bad-usage` where one is wrong. */
export function loadAppEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): AppEnvironment {
  return readAppVariables(variables);
}

function cacheHome(read: z.infer<typeof Variables>, home: string, platform: NodeJS.Platform): string {
  if (read.XDG_CACHE_HOME) return read.XDG_CACHE_HOME;
  if (platform === 'win32') return read.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

function colourOf(read: z.infer<typeof Variables>): Environment['colour'] {
  if (read.NO_COLOR) return 'never';
  if (read.FORCE_COLOR) return read.FORCE_COLOR === '0' || read.FORCE_COLOR === 'false' ? 'never' : 'always';
  return read.TERM === 'dumb' ? 'never' : 'auto';
}
