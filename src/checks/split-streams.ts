import { posix } from 'node:path';

/** Lines of one task among several that ran at once. */
export interface Stream {
  readonly text: string;
  /** Repository-relative folder that its prefix names; null when it names none. */
  readonly cwd: string | null;
}

/** `packages/core test: …` (pnpm -r), `web:lint: …` (turbo), `[lint] …` or `[0] …` (concurrently, npm-run-all -l). */
const PREFIXES = [
  /^((?:\.|[\w@.-]+(?:\/[\w@.-]+)*) [\w:-]{1,40}: )/,
  /^((?:@[\w.-]+\/)?[\w.-]{1,80}:[\w:-]{1,40}: )/,
  /^(\[[\w:.-]{1,40}\] )/,
];
/** Fewer lines than this share of all, and it is no runner's prefix. */
const SHARE = 0.5;
const TAGS_OF_TOOLS = /^\[(?:warn|error|info|debug)\] $/i;

/** Takes a runner's prefixes off, and what belongs together together. Text without prefixes is one stream. */
export function splitStreams(text: string): Stream[] {
  const lines = text.split('\n');
  const prefix = PREFIXES.find((pattern) => isUsed(pattern, lines));
  if (!prefix) return [{ text, cwd: null }];
  const streams = new Map<string, string[]>();
  for (const line of lines) {
    const found = prefixOf(prefix, line);
    const stream = streams.get(found) ?? [];
    stream.push(line.slice(found.length));
    streams.set(found, stream);
  }
  return [...streams].map(([found, own]) => ({ text: own.join('\n'), cwd: folderOf(found) }));
}

function prefixOf(pattern: RegExp, line: string): string {
  const found = pattern.exec(line.slice(0, 200))?.[1] ?? '';
  return TAGS_OF_TOOLS.test(found) ? '' : found;
}

function isUsed(pattern: RegExp, lines: readonly string[]): boolean {
  const written = lines.filter((line) => line.trim() !== '');
  const counts = new Map<string, number>();
  for (const line of written) {
    const found = prefixOf(pattern, line);
    if (found !== '') counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  const repeated = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
  return written.length > 2 && repeated >= written.length * SHARE;
}

/** pnpm's prefix alone names a folder. */
function folderOf(prefix: string): string | null {
  const folder = /^(\.|[\w@.-]+(?:\/[\w@.-]+)+) [\w:-]+: $/.exec(prefix)?.[1];
  return folder === undefined ? null : posix.normalize(folder);
}
