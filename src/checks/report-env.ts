import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { StructuredReport } from './parser.ts';
import { readResult } from './read-result.ts';
import { toRelativePath } from './relative-path.ts';

const HOOK = fileURLToPath(new URL('./reporters/hook.cjs', import.meta.url));

/** What a run needs so that the tools in it write structured reports. */
export interface ReportEnv {
  /** To be added to the environment of the check. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders to be put first on PATH. */
  readonly path: readonly string[];
}

/**
 * Makes the tools that a command starts, however wrapped, write reports into `reportDir` (absolute, made when missing).
 * The hook travels by NODE_OPTIONS; where a script sets that itself, by a `node` that is found first on PATH and adds
 * it again (not on Windows, where the text is read then).
 */
export function reportEnv(reportDir: string): ReportEnv {
  mkdirSync(reportDir, { recursive: true });
  const option = `--require ${JSON.stringify(HOOK)}`;
  const env = { DREAMOS_REPORT_DIR: reportDir, NODE_OPTIONS: option };
  if (process.platform === 'win32') return { env, path: [] };
  const bin = join(reportDir, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), shim(bin, option));
  chmodSync(join(bin, 'node'), 0o755);
  return { env, path: [bin] };
}

/** A shell script that starts the next `node` on PATH, with the hook. */
function shim(bin: string, option: string): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh
here=${quote(bin)}
hook=${quote(option)}
found=
old=$IFS
IFS=:
for folder in $PATH; do
  if [ "$folder" != "$here" ] && [ -x "$folder/node" ]; then
    found=$folder/node
    break
  fi
done
IFS=$old
if [ -z "$found" ]; then
  echo 'node: not found' >&2
  exit 127
fi
if [ -n "$DREAMOS_REPORT_DIR" ]; then
  case "$NODE_OPTIONS" in
    *"$hook"*) ;;
    *) NODE_OPTIONS="$hook $NODE_OPTIONS"; export NODE_OPTIONS ;;
  esac
fi
exec "$found" "$@"
`;
}

/** What the hook notes when a tool starts. */
const Meta = z.object({
  tool: z.string(),
  version: z.string().catch(''),
  cwd: z.string(),
  args: z.array(z.string()).catch([]),
});

const REPORT_BYTES = 32 * 1024 * 1024;
const META_BYTES = 1024 * 1024;

/**
 * Reads what the hooked tools wrote, in the order they started. `data` is `{ args, report }`: the tool's arguments and
 * what it wrote, null when it ended without a report. Files that are too big or no JSON count as not written.
 */
export async function readReports(reportDir: string, roots: readonly string[]): Promise<StructuredReport[]> {
  const names = await readdir(reportDir).catch(() => []);
  const reports: StructuredReport[] = [];
  for (const name of names.filter((entry) => entry.endsWith('.meta.json')).sort()) {
    const meta = Meta.safeParse(await readJson(join(reportDir, name), META_BYTES));
    if (!meta.success) continue;
    const report = await readJson(join(reportDir, name.replace(/\.meta\.json$/, '.json')), REPORT_BYTES);
    const { path, inside } = toRelativePath(meta.data.cwd, { roots, cwd: '.' });
    const cwd = inside ? path : '.';
    reports.push({ tool: meta.data.tool, cwd, data: { args: meta.data.args, report } });
  }
  return reports;
}

async function readJson(path: string, limit: number): Promise<unknown> {
  try {
    return JSON.parse((await readResult(path, limit)) ?? 'null') as unknown;
  } catch {
    return null;
  }
}
