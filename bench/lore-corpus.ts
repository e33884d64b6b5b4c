import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Made lore in realistic shapes: entries of fixes, dead ends, flaky tests, decisions and devlogs, 0.5 to 3 KB each, with
 * the logs, stacks, paths and names that such entries have. The same seed gives the same text.
 */
export interface MadeEntry {
  readonly path: string;
  readonly text: string;
}

/** Numbers in [0, 1), by a seed (mulberry32). */
export function toRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const VERBS =
  'parse render resolve load read write check build apply merge split find fetch send queue cache index sort filter map reduce validate format escape encode decode open close start stop retry sign verify publish compile emit walk visit bind attach detach flush commit revert stage lock unlock schedule dispatch collect'.split(
    ' ',
  );
const NOUNS =
  'token node tree scope rule option config path file module package import export schema field value record entry query result row column table session user account invoice order cart price tax report chart page route request response header cookie body stream buffer chunk batch job worker task event listener handler message channel topic socket client server plugin theme locale date range zone currency image icon button dialog form input label menu list grid cell cursor selection clipboard history snapshot fixture mock spy timer clock signal process thread memory heap stack frame log metric trace span alert policy role permission secret key certificate bucket region cluster shard replica backup migration index hash digest patch branch tag release'.split(
    ' ',
  );
const PROSE =
  'the a of to and in is was that it for on with as at by from this be are not which when after before because only if so but then still again never always first last same other new old every each both until while without between under over wrong right missing empty null undefined late early slow fast twice once locally remotely silently loudly badly cleanly people reviewer author maintainer machine laptop runner agent commit change fix cause reason test suite case line branch main release night morning week month day hour default fallback warning error failure crash race leak loop limit budget answer question guess proof evidence candidate attempt result outcome lesson note rule habit'.split(
    ' ',
  );
const ERRORS = [
  'TypeError: Cannot read properties of undefined',
  'ReferenceError: value is not defined',
  'AssertionError: expected values to be strictly equal',
  'Error: Cannot find module',
  'SyntaxError: Unexpected token',
  'RangeError: Maximum call stack size exceeded',
  'Error: Timeout of 2000ms exceeded',
];

/** Words of a trade that nobody outside knows: every repository has thousands. */
const JARGON = makeJargon(6000);

function makeJargon(many: number): readonly string[] {
  const random = toRandom(7);
  const pick = (letters: string) => letters[Math.floor(random() * letters.length)] ?? '';
  const syllable = () => pick('bcdfglmnprstvz') + pick('aeiou') + (random() < 0.3 ? pick('lnrst') : '');
  const words = new Set<string>();
  while (words.size < many)
    words.add(Array.from({ length: 2 + Math.floor(random() * 2) }, syllable).join(''));
  return [...words];
}

export class LoreMaker {
  readonly #random: () => number;
  #made = 0;

  constructor(seed: number) {
    this.#random = toRandom(seed);
  }

  entry(): MadeEntry {
    const n = this.#made++;
    const created = new Date(Date.UTC(2016, 0, 1) + n * 3_000_000);
    const id = toId(created.getTime(), this.#hex(32));
    const kind = this.#pick(['fix', 'fix', 'failure', 'failure', 'flaky', 'decision', 'devlog']);
    const files = this.#times(1, 3, () => this.#file());
    const title = this.#title(kind);
    const front = [
      '---',
      `id: ${id}`,
      `kind: ${kind}`,
      `created: ${created.toISOString()}`,
      'agent: heal',
      `base: ${this.#hex(40)}`,
      `fingerprint: ${this.#hex(64)}`,
      `rule: ${this.#code()}`,
      'files:',
      ...files.map((file) => `  - ${file}`),
      ...(kind === 'fix' ? [`outcome: ${this.#pick(['proposed', 'merged', 'held', 'reverted'])}`] : []),
      '---',
    ];
    const body = [`# ${title}`, ...this.#sections(kind, files)];
    const month = created.toISOString().slice(0, 7).replace('-', '/');
    const slug =
      title
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.slice(0, 6)
        .join('-') ?? 'entry';
    return {
      path: `lore/${month}/${id}-${slug}.md`,
      text: `${[...front, '', body.join('\n\n')].join('\n')}\n`,
    };
  }

  /** Three to five words, as somebody types them. */
  shortQuery(): string {
    return this.#times(3, 5, () => this.#pick([this.#word(), this.#name(), this.#rare(NOUNS)])).join(' ');
  }

  /** What a failing test prints: its title, a message, the code around, a stack. */
  failingQuery(): string {
    const files = this.#times(2, 3, () => this.#file());
    const runner = this.#times(
      2,
      4,
      () => `    at ${this.#name()} (node_modules/jest-circus/build/run.js:9:1)`,
    );
    const code = this.#times(
      3,
      5,
      () =>
        `  ${this.#number(900)} | const ${this.#name()} = ${this.#name()}(${this.#name()}, '${this.#word()}');`,
    );
    const said = this.#times(2, 5, () => this.#sentence());
    return [...said, this.#log(files), ...code, this.#log(files), ...runner].join('\n');
  }

  #sections(kind: string, files: readonly string[]): string[] {
    const told = this.#times(1, 4, () => this.#paragraph());
    const log = kind === 'decision' ? [] : ['## What happened', `\`\`\`\n${this.#log(files)}\n\`\`\``];
    const tried = this.#times(
      0,
      5,
      () => `- ${this.#rare(VERBS)} \`${this.#name()}\`: still red, ${this.#sentence()}`,
    );
    return [
      ...log,
      '## Cause',
      ...told,
      ...(tried.length > 0 ? ['## What was tried', tried.join('\n')] : []),
    ];
  }

  #log(files: readonly string[]): string {
    const frames = this.#times(
      3,
      9,
      () => `    at ${this.#name()} (${this.#pick(files)}:${this.#number(900)}:${this.#number(80)})`,
    );
    const difference = [`-   '${this.#name()}'`, `+   '${this.#name()}'`];
    return [`${this.#pick(ERRORS)} '${this.#name()}'`, ...difference, ...frames].join('\n');
  }

  #title(kind: string): string {
    return `${this.#rare(VERBS)} ${this.#name()} ${kind === 'decision' ? 'by' : 'fails on'} ${this.#rare(NOUNS)} ${this.#word()}`;
  }

  #paragraph(): string {
    return this.#times(1, 4, () => this.#sentence()).join(' ');
  }

  #sentence(): string {
    const words = this.#times(7, 18, () =>
      this.#random() < 0.06
        ? `\`${this.#name()}\``
        : this.#random() < 0.25
          ? this.#rare(NOUNS)
          : this.#word(),
    );
    const text = words.join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  }

  /** Few words are said most of the time. */
  #word(): string {
    return this.#rare(this.#random() < 0.3 ? JARGON : PROSE);
  }

  #name(): string {
    const [verb, noun] = [this.#rare(VERBS), this.#rare(NOUNS)];
    const other = this.#rare(this.#random() < 0.3 ? JARGON : NOUNS);
    const camel = `${verb}${upper(noun)}`;
    if (this.#random() < 0.4) return camel;
    if (this.#random() < 0.5) return `${camel}${upper(other)}`;
    return this.#pick([
      `no-${noun}-${other}`,
      `${upper(noun)}${upper(other)}`,
      `${noun}_${other}_${this.#number(400)}`,
    ]);
  }

  #file(): string {
    const folders = this.#times(1, 3, () => this.#rare(NOUNS)).join('/');
    return `src/${folders}/${this.#rare(VERBS)}-${this.#rare(NOUNS)}.ts`;
  }

  #code(): string {
    return this.#pick([
      `tsc TS${2300 + this.#number(500)}`,
      `eslint no-${this.#rare(NOUNS)}-${this.#rare(NOUNS)}`,
      'jest AssertionError',
    ]);
  }

  /** The k-th of a list is taken about 1/k as often as the first. */
  #rare(words: readonly string[]): string {
    return words[Math.floor(words.length ** this.#random()) - 1] ?? words[0] ?? '';
  }

  #pick<T>(among: readonly T[]): T {
    return among[Math.floor(this.#random() * among.length)] as T;
  }

  #times<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + Math.floor(this.#random() * (most - least + 1)) }, make);
  }

  #number(below: number): number {
    return 1 + Math.floor(this.#random() * below);
  }

  #hex(length: number): string {
    return Array.from({ length }, () => Math.floor(this.#random() * 16).toString(16)).join('');
  }
}

function upper(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function toId(time: number, hex: string): string {
  let rest = BigInt(time) * 2n ** 80n + (BigInt(`0x${hex}`) & (2n ** 80n - 1n));
  let id = '';
  for (let at = 0; at < 26; at++) {
    id = (DIGITS[Number(rest % 32n)] ?? '0') + id;
    rest /= 32n;
  }
  return id;
}

/** Commits entries onto a branch of a repository by one `git fast-import`. */
export async function commitEntries(
  repository: string,
  entries: Iterable<MadeEntry>,
  branch = 'refs/heads/main',
  isFirst = false,
): Promise<void> {
  const child = spawn('git', ['-c', 'core.compression=1', 'fast-import', '--quiet', '--force', '--depth=0'], {
    cwd: repository,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  const write = async (text: string) => {
    if (!child.stdin.write(text)) await once(child.stdin, 'drain');
  };
  await write(`commit ${branch}\ncommitter Ada <ada@example.com> 1700000000 +0000\ndata 4\nlore\n`);
  if (!isFirst) await write(`from ${branch}^0\n`);
  for (const { path, text } of entries)
    await write(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  child.stdin.end();
  const [exit] = await ended;
  if (exit !== 0) throw new Error(`git fast-import ended with ${exit}`);
}
