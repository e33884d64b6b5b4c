import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Builds dist/: the command line, the app and its worker, with chunks that are loaded when they are needed, and beside it the plain files that run in
 * other processes (reporters and workers). All packages but `typescript` are bundled, so that is all a user installs:
 * the others are devDependencies.
 */
const top = fileURLToPath(new URL('..', import.meta.url));
const source = join(top, 'src');
const dist = join(top, 'dist');

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  absWorkingDir: top,
  entryPoints: {
    dreamos: 'src/entry/start.ts',
    app: 'src/entry/app/start.ts',
    'app-worker': 'src/entry/app/worker.ts',
    'typescript-worker': 'src/repair/fixers/typescript/worker.ts',
  },
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
  minifyWhitespace: true,
  legalComments: 'linked',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
process.stdout.write(`built dist/ with ${await copyAssets()} assets\n`);

/** Each `new URL('./x.cjs', import.meta.url)` of the source finds its file in dist/ under the same words. */
async function copyAssets(): Promise<number> {
  const copied = new Map<string, string>();
  for (const name of await readdir(source, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await readFile(join(source, name), 'utf8');
    for (const [, words = ''] of text.matchAll(/new URL\('(\.\/[^']+\.[cm]js)', import\.meta\.url\)/g)) {
      const asset = join(source, dirname(name), words);
      const known = copied.get(words);
      if (known !== undefined && known !== asset)
        throw new Error(`${words} names two assets: ${known} and ${asset}`);
      copied.set(words, asset);
      await cp(asset, join(dist, words));
      if (words.split('/').length > 2) await copySiblings(dirname(asset), join(dist, dirname(words)));
    }
  }
  return copied.size;
}

/** An asset in a folder of its own may load what lies beside it. */
async function copySiblings(from: string, to: string): Promise<void> {
  for (const name of await readdir(from))
    if (/\.[cm]js$/.test(name)) await cp(join(from, name), join(to, name));
}
