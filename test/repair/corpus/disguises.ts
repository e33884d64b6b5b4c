import type { Failure } from '../../../src/domain/report.ts';

/** Makes a failure look as it would elsewhere or at another time; the seed decides how. */
export type Disguise = (failure: Failure, seed: number) => Failure;

const FOLDERS = [
  '/home/ann/work/repo/repo',
  '/Users/Bob Smith/code',
  '/builds/team/app',
  '/tmp/ws-Ab12Cd/tree',
  '/app',
];
const WINDOWS_FOLDERS = ['C:\\Users\\Ann Lee\\repo', 'D:\\a\\repo\\repo', 'c:\\work'];
const pick = <T>(from: readonly [T, ...T[]] | readonly T[], seed: number): T => from[seed % from.length] as T;
const digits = (seed: number, count: number) =>
  String((seed * 7919 + 104729) % 10 ** count).padStart(count, '1');
const hex = (seed: number, count: number) => (seed * 2654435761 + 97).toString(16).repeat(8).slice(0, count);

const onMessage =
  (change: (message: string, seed: number, failure: Failure) => string): Disguise =>
  (failure, seed) => ({ ...failure, message: change(failure.message, seed, failure) });

/** Paths of the failure's own file as they stand in its message. */
const OWN_PATH = /(?<=^|[\s'"(])(?:src|test)\/[\w./-]+\.[jt]s\b/g;

export const disguises: Readonly<Record<string, Disguise>> = {
  folder: onMessage((message, seed, { file }) =>
    file === null || !message.includes(file)
      ? message
      : message.replace(
          OWN_PATH,
          (path) =>
            `${pick(
              FOLDERS.filter((folder) => !folder.includes(' ')),
              seed,
            )}/${path}`,
        ),
  ),
  windows: onMessage((message, seed, { file }) =>
    file === null || !message.includes(file)
      ? message
      : message.replace(OWN_PATH, (path) => `${pick(WINDOWS_FOLDERS, seed)}\\${path.replaceAll('/', '\\')}`),
  ),
  fileUrl: onMessage((message, seed, { file }) =>
    file === null || !message.includes(file)
      ? message
      : message.replace(OWN_PATH, (path) => `file://${pick(['/srv/x', '/opt/build/repo'], seed)}/${path}`),
  ),
  dependency: onMessage((message, seed) =>
    message.replace(/node_modules\//g, `${pick(FOLDERS, seed * 2)}/node_modules/`),
  ),
  windowsFile: (failure) => ({ ...failure, file: failure.file?.replaceAll('/', '\\') ?? null }),
  oldNode: onMessage((message) =>
    message
      .replace(/Cannot read properties of (\w+) \(reading '(\w+)'\)/, "Cannot read property '$2' of $1")
      .replace(
        /Expected property name or '}' in JSON at position 1 \(.*\)/,
        'Unexpected token a in JSON at position 1',
      )
      .replace(
        /^Cannot find module '([^']+)' imported from (\S+)$/,
        'Cannot find module $1 imported from $2',
      ),
  ),
  newNode: onMessage((message) =>
    message.replace(
      /^(Cannot find module '[^']+' imported from \S+)$/,
      '$1\nDid you mean to import "../src/lib.js"?',
    ),
  ),
  place: (failure, seed) => ({
    ...failure,
    line: failure.line === null ? null : failure.line + (seed % 90),
    column: failure.column === null ? null : 1 + (seed % 80),
  }),
  placeInMessage: onMessage((message, seed) =>
    message.replace(/\(line \d+ column \d+\)/, `(line ${1 + (seed % 9)} column ${seed % 70})`),
  ),
  duration: onMessage((message, seed) =>
    message.replace(/\b\d+ ms\b/g, `${digits(seed, 3)}.${seed % 10} ms`),
  ),
  port: onMessage((message, seed) => message.replace(/:\d{5}\b/g, `:${32768 + (seed % 32000)}`)),
  clock: onMessage((message, seed) =>
    message.replace(
      /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g,
      `20${10 + (seed % 80)}-03-04T05:06:07.${100 + (seed % 800)}Z`,
    ),
  ),
  process: onMessage((message, seed) => message.replace(/pid \d+/g, `pid ${1 + (seed % 99999)}`)),
  uuid: onMessage((message, seed) =>
    message.replace(
      /[0-9a-f]{8}-[-0-9a-f]{27}/g,
      `${hex(seed, 8)}-${hex(seed + 1, 4)}-4${hex(seed + 2, 3)}-a${hex(seed + 3, 3)}-${hex(seed + 4, 12)}`,
    ),
  ),
  colour: onMessage(
    (message) => `\u001b[31m${message.replace(/\b([A-Za-z]\w*)/, '\u001b[1m$1\u001b[22m')}\u001b[39m`,
  ),
  lostColour: onMessage((message) => message.replace(/^/, '[31m').replace(/$/, '[0m')),
  carriageReturns: onMessage((message) => message.replace(/\n/g, '\r\n')),
  spaces: onMessage((message) => `  ${message.replace(/\n/g, '   \n\n')}\n`),
  stack: onMessage(
    (message) =>
      `${message}\n    at sum (/home/x/repo/src/lib.js:3:7)\n    at node:internal/process/task_queues:95:5`,
  ),
  errorClass: onMessage((message, _seed, { rule }) =>
    rule !== null && /^(?:\w*Error)$/.test(rule) ? `${rule}: ${message}` : message,
  ),
  check: (failure, seed) => ({ ...failure, check: pick(['test', 'ci', 'packages-core-test'], seed) }),
  frames: (failure) => ({ ...failure, frames: [] }),
};

/** Puts on several disguises, one after the other. */
export function disguise(failure: Failure, names: readonly string[], seed: number): Failure {
  return names.reduce((seen, name, index) => disguises[name]?.(seen, seed + index) ?? seen, failure);
}
