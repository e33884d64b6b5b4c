import { readFileSync } from 'node:fs';

/** The package's version; the file lies two folders up from source, one up from the bundle. */
function readVersion(): string {
  for (const place of ['../../package.json', '../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as Record<
        string,
        unknown
      >;
      if (name === 'dreamos' && typeof version === 'string') return version;
    } catch {
      // the other place
    }
  }
  return '0.0.0';
}

export const version = readVersion();
