import type { Check } from '../../domain/report.ts';

export type Kind = Check['kind'];

/** The order in which checks are run: what is quick and says most comes first. */
export const KIND_ORDER: readonly Kind[] = ['typecheck', 'lint', 'format', 'command', 'test', 'build'];

/** Programs that we know by name, and what their being run makes of a script. */
const PROGRAMS: Readonly<Record<Exclude<Kind, 'command'>, readonly string[]>> = {
  typecheck: [
    'tsc',
    'tsgo',
    'vue-tsc',
    'svelte-check',
    'tsd',
    'dtslint',
    'check-dts',
    'tstyche',
    'flow',
    'glint',
    'attw',
  ],
  lint: [
    ...[
      'eslint',
      'oxlint',
      'standard',
      'standardx',
      'xo',
      'tslint',
      'stylelint',
      'ts-standard',
      'semistandard',
      'jshint',
    ],
    ...['markdownlint', 'markdownlint-cli2', 'textlint', 'biome', 'gts', 'publint', 'knip', 'depcruise'],
  ],
  format: ['prettier', 'dprint', 'oxfmt'],
  test: [
    ...['jest', 'vitest', 'mocha', 'ava', 'tap', 'tape', 'uvu', 'jasmine', 'karma', 'node-test', 'bun-test'],
    ...['playwright', 'cypress', 'lab', 'wtr', 'borp', 'rstest', 'poku', 'qunit', 'testem'],
  ],
  build: [
    ...[
      'webpack',
      'rollup',
      'vite',
      'tsup',
      'tsdown',
      'esbuild',
      'parcel',
      'unbuild',
      'babel',
      'microbundle',
    ],
    ...['bunchee', 'next', 'nuxt', 'swc', 'ncc', 'pkgroll', 'rolldown'],
  ],
};

const KIND_OF = new Map(
  Object.entries(PROGRAMS).flatMap(([kind, programs]) =>
    programs.map((program) => [program, kind as Kind] as const),
  ),
);

/** Programs that say by their sub-command what they do: `next lint`, `react-scripts test`. */
const SUBCOMMANDS: ReadonlyMap<string, Kind> = new Map([
  ['lint', 'lint'],
  ['test', 'test'],
  ['build', 'build'],
]);
const HOSTS = ['next', 'ng', 'react-scripts', 'vue-cli-service', 'tsdx', 'dts', 'aegir', 'expo', 'astro'];

/** Programs whose further words are data: `rm -rf jest` runs no jest. */
const OPAQUE =
  /^(echo|rm|rimraf|del|del-cli|mkdir|mkdirp|cp|cpx|cpy|mv|cd|git|cat|touch|npm|pnpm|yarn|open)$/;

/** A tool that a command runs. */
export interface Tool {
  readonly name: string;
  readonly kind: Kind;
  /** Where its name stands among the words. */
  readonly at: number;
}

/** Programs that run the program named after their own options. */
const WRAPPERS =
  /^(cross-env|cross-env-shell|env|npx|bunx|nyc|c8|dotenv|dotenvx|exec|dlx|time|command|pnpm|yarn|corepack|bash|sh|!)$/;
const RUNTIMES = /^(node|tsx|ts-node|babel-node|deno|bun)$/;

/** The tool that a simple command runs, whatever it is wrapped in (`cross-env`, `npx`, `nyc`, `node loader.js`); null when we know none. */
export function toolOf(words: readonly string[]): Tool | null {
  let isOptional = true;
  for (const [at, word] of words.entries()) {
    if (word.startsWith('-') || /^\w+=/.test(word)) {
      if (isOptional) continue;
      return null;
    }
    const tool = toolAt(words, at);
    if (tool) return tool;
    if (OPAQUE.test(word) && !/^(exec|dlx)$/.test(words[at + 1] ?? '')) return null;
    // A script that node runs may run what follows it; its options are its own affair.
    const isScript = /[./]/.test(word) && words.slice(0, at).some((before) => RUNTIMES.test(before));
    if (!isScript && !WRAPPERS.test(word) && !RUNTIMES.test(word) && !words[at - 1]?.startsWith('-'))
      return null;
    isOptional = !isScript;
  }
  return null;
}

function toolAt(words: readonly string[], at: number): Tool | null {
  const word = words[at] ?? '';
  if (word.startsWith('-') || /[\s*]/.test(word)) return null;
  const name = programName(word);
  const next = words[at + 1] ?? '';
  if (/^(node|tsx|ts-node)$/.test(name)) {
    const flags = words.slice(at + 1);
    return flags.some((flag) => flag === '--test') ? { name: 'node-test', kind: 'test', at } : null;
  }
  if (name === 'bun') return next === 'test' ? { name: 'bun-test', kind: 'test', at } : null;
  if (HOSTS.includes(name)) {
    const kind = SUBCOMMANDS.get(next) ?? (name === 'astro' && next === 'check' ? 'typecheck' : null);
    if (kind) return { name: kind === 'lint' && name === 'next' ? 'eslint' : name, kind, at };
  }
  if (name === 'biome' && next === 'format') return { name, kind: 'format', at };
  // Without `build`, vite and next serve, and never end.
  if (/^(vite|next|nuxt)$/.test(name) && next !== 'build') return null;
  const kind = KIND_OF.get(name);
  return kind ? { name, kind, at } : null;
}

/** `./node_modules/mocha/bin/_mocha.js` is mocha. */
function programName(word: string): string {
  const last = word.split('/').at(-1) ?? word;
  const name = last.replace(/\.(c|m)?js$/, '').replace(/^_(?=mocha$)/, '');
  // A path to a script of the repository's own may be called like a tool; only one below node_modules is it.
  return word.includes('/') && !word.includes('node_modules/') ? '' : name.replace(/@[\d^~].*$/, '');
}
