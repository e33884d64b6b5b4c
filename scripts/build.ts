import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Builds dist/: the command line as one entry with lazily loaded chunks, and beside it the plain files that run in
 * other processes (reporters and workers), which are found by `new URL('./<name>', import.meta.url)`.
 */
const top = fileURLToPath(new URL('..', import.meta.url));
const dist = join(top, 'dist');

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  absWorkingDir: top,
  entryPoints: { cli: 'src/entry/cli.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  // All chunks lie in one folder, so that the assets are beside each of them.
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  packages: 'bundle',
  external: ['typescript'],
  minifySyntax: true,
  legalComments: 'linked',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

const assets = (await readdir(join(top, 'src'), { recursive: true })).filter((name) =>
  /\.(cjs|mjs)$/.test(name),
);
const names = assets.map((name) => basename(name));
const twice = names.find((name, i) => names.indexOf(name) !== i);
if (twice) throw new Error(`two assets are named ${twice}: in dist/ they would be one file`);
for (const name of assets) await cp(join(top, 'src', name), join(dist, basename(name)));
process.stdout.write(`built dist/ with ${assets.length} assets\n`);
