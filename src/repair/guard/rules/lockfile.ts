import * as z from 'zod';
import type { FileChange } from '../../../domain/patch.ts';
import { isLockfile } from '../protected-path.ts';
import { addedLines } from '../reading/changed-lines.ts';
import { baseName } from '../reading/language.ts';
import type { Found, Rule } from '../rule.ts';

const REGISTRIES = [
  'registry.npmjs.org',
  'registry.yarnpkg.com',
  'npm.pkg.github.com',
  'registry.npmmirror.com',
];

const Entry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.unknown().optional(),
});
type Entry = z.infer<typeof Entry>;
const NpmLock = z.looseObject({
  packages: z.record(z.string(), Entry).optional(),
  dependencies: z.record(z.string(), Entry).optional(),
});

export const lockfileSource: Rule = {
  name: 'lockfile-source',
  summary:
    'What a lockfile gains must come from a registry, with its hash, and may not bring new install scripts.',
  check(change, { options }) {
    if (options.allow !== 'lockfile' || !isLockfile(change.path)) return [];
    if (change.after === null) return [{ line: null, why: 'the lockfile is deleted' }];
    if (baseName(change.path).endsWith('.json') && change.hunks === undefined) return judgeNpm(change);
    return judgeLines(change);
  },
};

function judgeNpm(change: FileChange): Found[] {
  const after = entriesOf(change.after ?? '');
  if (after === null) return [{ line: null, why: 'the lockfile cannot be read' }];
  const before = entriesOf(change.before ?? '') ?? new Map<string, Entry>();
  const hosts = hostsOf(change.before ?? '');
  const lines = (change.after ?? '').split('\n');
  return [...after].flatMap(([path, entry]) => {
    const old = before.get(path);
    const why = whyRefused(path, old, entry, hosts);
    if (why === null) return [];
    const line = lines.findIndex((text) => text.includes(JSON.stringify(path.split(' > ').at(-1))));
    return [{ line: line === -1 ? null : line + 1, why: `${path}: ${why}` }];
  });
}

function entriesOf(text: string): Map<string, Entry> | null {
  try {
    const lock = NpmLock.safeParse(JSON.parse(text));
    if (!lock.success) return null;
    const entries = new Map(Object.entries(lock.data.packages ?? {}));
    addNested('', lock.data.dependencies, entries);
    return entries;
  } catch {
    return null;
  }
}

/** Version 1 nests what is installed below a package. */
function addNested(prefix: string, dependencies: unknown, entries: Map<string, Entry>): void {
  const parsed = z.record(z.string(), Entry).safeParse(dependencies);
  if (!parsed.success) return;
  for (const [name, entry] of Object.entries(parsed.data)) {
    entries.set(`${prefix}${name}`, entry);
    addNested(`${prefix}${name} > `, entry.dependencies, entries);
  }
}

function whyRefused(
  path: string,
  old: Entry | undefined,
  entry: Entry,
  hosts: ReadonlySet<string>,
): string | null {
  // The repository's own packages.
  if (
    path === '' ||
    (!path.includes('node_modules/') && entry.resolved === undefined && entry.integrity === undefined)
  )
    return null;
  if (entry.link === true)
    return old?.link === true || isInside(entry.resolved) ? null : 'it links out of the repository';
  if (
    old !== undefined &&
    old.version === entry.version &&
    old.integrity !== undefined &&
    old.integrity !== entry.integrity
  )
    return 'the hash changes, but not the version';
  if (old !== undefined && old.resolved === entry.resolved && old.integrity === entry.integrity) return null;
  if (entry.inBundle === true) return null;
  if (entry.resolved !== undefined && !isFromRegistry(entry.resolved, hosts))
    return `it comes from \`${entry.resolved}\`, which is no registry`;
  if (entry.integrity === undefined) return 'it has no hash';
  return entry.hasInstallScript === true && old?.hasInstallScript !== true
    ? 'it brings an install script'
    : null;
}

function isInside(path: string | undefined): boolean {
  return (
    path !== undefined && !path.startsWith('/') && !path.split('/').includes('..') && !path.includes(':')
  );
}

function isFromRegistry(url: string, hosts: ReadonlySet<string>): boolean {
  const host = hostOf(url);
  return url.startsWith('https://') && host !== null && (REGISTRIES.includes(host) || hosts.has(host));
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}

/** Hosts that packages came from before. */
function hostsOf(text: string): ReadonlySet<string> {
  return new Set(
    [
      ...text.matchAll(
        /"resolved":\s*"(https:\/\/[^"]+)"|^\s+resolved "(https:\/\/[^"]+)"|tarball: (https:\/\/[^\s,}]+)/gm,
      ),
    ].flatMap((match) => hostOf(match[1] ?? match[2] ?? match[3] ?? '') ?? []),
  );
}

function judgeLines(change: FileChange): Found[] {
  const hosts = hostsOf(change.before ?? '');
  return addedLines(change.before ?? '', change.after ?? '', 1).flatMap(({ text, line }) => {
    const source = /(?:git\+\w+|git|ssh|http|file|portal|exec|patch|github):(?!\/\/registry)[^\s"',}]+/.exec(
      text,
    )?.[0];
    if (source !== undefined && !/^https:/.test(source))
      return [{ line, why: `\`${source}\` is no registry` }];
    const url = /https:\/\/[^\s"',}]+/.exec(text)?.[0];
    if (
      url !== undefined &&
      /resolved|tarball|resolution|https:\/\/\S+\.t(?:ar\.)?gz/.test(text) &&
      !isFromRegistry(url, hosts)
    )
      return [{ line, why: `\`${url}\` is no registry` }];
    return /requiresBuild:\s*true|"?hasInstallScript"?:\s*true/.test(text)
      ? [{ line, why: 'it brings an install script' }]
      : [];
  });
}
