import { toTrustedPath } from './trusted-settings.ts';

/** What git needs of our environment: to be found, to find its own parts, and a temp folder. Nothing that names a program or holds a token. */
const KEPT = [
  'PATH',
  'Path',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'HOME',
  'USERPROFILE',
];

export function toGitEnvironment(raw: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    KEPT.flatMap((key) => {
      const value = raw[key];
      if (value === undefined) return [];
      return [[key, key.toUpperCase() === 'PATH' ? toTrustedPath(value) : value]];
    }),
  );
}
