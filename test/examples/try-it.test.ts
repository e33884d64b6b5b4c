import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { COMPILED } from '../compiled.ts';
import { makeFolder, TOP } from '../make.ts';

const RUN = join(TOP, 'examples', 'offline-github', 'run.ts');
const LONGEST_WAIT_MS = 40_000;
const running = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of running) {
    const ended = once(child, 'close');
    // With all that it started.
    process.kill(-(child.pid ?? Number.NaN), 'SIGTERM');
    await ended;
  }
  running.clear();
});

// biome-ignore lint/suspicious/noExplicitAny: what GitHub answers is looked at, not trusted.
type Row = any;

function start(command: readonly [string, ...string[]], cwd: string) {
  const [program, ...words] = command;
  const home = makeFolder();
  const env = {
    ...{ ...COMPILED, PATH: process.env.PATH ?? '', HOME: home, TMPDIR: home },
    ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_AUTHOR_NAME: 'Ada' },
    ...{ GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada' },
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  const child = spawn(program, words, { cwd, env, detached: true });
  running.add(child);
  const said = { out: '', all: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
    said.all += chunk;
  });
  child.stderr.on('data', (chunk) => (said.all += chunk));
  return { child, said };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits as a reader does: looks again and again. */
async function until<T>(what: string, look: () => Promise<T | null | false | undefined>): Promise<T> {
  const end = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`not seen: ${what}`);
    await sleep(200);
  }
}

/** The page's second terminal. Resolves to what a block printed; throws where its last command failed. */
function openTerminal(cwd: string) {
  const { child, said } = start(['bash'], cwd);
  let blocks = 0;
  return async (block: string): Promise<string> => {
    const from = said.out.length;
    blocks += 1;
    const end = `-- end of block ${blocks}:`;
    child.stdin?.write(`${block}\necho; echo '${end}' $?\n`);
    await until(`the end of\n${block}\n${said.all}`, async () => said.out.includes(`\n${end}`));
    const [text = '', code] = said.out.slice(from).split(`\n${end} `);
    if (code?.trim() !== '0') throw new Error(`${block}\n${said.all}`);
    return text;
  };
}

/** What a reader of the page looks at, beside what its blocks print. */
function openEyes(api: string, token: string, terminal: (block: string) => Promise<string>) {
  const list = async (path: string): Promise<Row> =>
    (await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
  const fix = async (): Promise<Row> =>
    (await list('/pulls')).find(({ head }: Row) => head.ref.startsWith('dreamos/fix/'));
  const issues = async (query = ''): Promise<Row[]> =>
    (await list(`/issues?${query}`)).filter((one: Row) => !one.pull_request);
  const check = async (name: string): Promise<Row> => {
    const sha = (await terminal('git rev-parse HEAD')).trim();
    const { check_runs } = await list(`/commits/${sha}/check-runs`);
    return check_runs.find((run: Row) => run.name === name && run.status === 'completed');
  };
  const faces = async (number: number): Promise<string[]> => {
    const told = (await list(`/issues/${number}/comments`)).map(async ({ id, body }: Row) => {
      const all: Row[] = await list(`/issues/comments/${id}/reactions`);
      return `${body}: ${all.map(({ content }) => content).join(', ')}`;
    });
    return (await Promise.all(told)).filter((line) => line.startsWith('/dreamos '));
  };
  return { list, fix, issues, check, faces };
}

it('docs/try-it.md, followed to the letter, shows what it says', async () => {
  const port = `${await freePort()}`;
  const text = readFileSync(join(TOP, 'docs', 'try-it.md'), 'utf8').replaceAll('4000', port);
  const [first, ...blocks] = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  // What npm would run: it may install before, which is not for a test to do.
  expect(first).toBe(`npm run --silent offline-github -- --port ${port}\n`);
  const { said } = start([process.execPath, RUN, '--port', port], TOP);
  const line = await until('the line of JSON', async () => said.out.includes('\n') && JSON.parse(said.out));
  const { maintainer, stranger } = line.tokens;
  const terminal = openTerminal(makeFolder());
  const at = openEyes(`${line.api}/repos/${line.repo}`, maintainer, terminal);
  /** The next block, which has that in it. */
  const next = (has: string) => {
    const block = blocks.shift() ?? '';
    expect(block).toContain(has);
    return terminal(
      block.replace("<maintainer's token>", maintainer).replace("<stranger's token>", stranger),
    );
  };
  const seen = <T>(what: string, look: () => Promise<T>) => until(`${what}\n${said.all}`, look);

  await next('gh()');
  await next('git clone');
  await seen('the onboarding', async () => (await at.list('/pulls')).length);
  expect([await at.issues(), (await at.list('/pulls')).length]).toEqual([[], 1]);
  expect(await next('gh $R/pulls')).toContain('"Configure Dream.OS"');
  await next('/pulls/1/merge');
  await seen('the dashboard', async () => (await at.issues()).some((one) => /Dashboard/.test(one.title)));

  await next('slugfy');
  await seen('a watched push', () => at.check('dreamos/watch'));
  const broken = await next('check-runs');
  expect(broken).toMatch(
    /"dreamos\/watch"[\s\S]*"1 incident: 1 with a proved fix"[\s\S]*"dreamos\/fix\/test-/,
  );

  const { number } = await at.fix();
  await next('/dreamos explain');
  await seen('the faces', async () => (await at.faces(number)).join().includes('confused'));
  expect(await at.faces(number)).toEqual([
    '/dreamos explain: eyes, rocket',
    '/dreamos reject: eyes, confused',
  ]);
  const answers = await next('comments');
  expect(answers).toContain('### What failed');
  expect(answers).toContain('Not done: `reject` takes the right to write, and yours here is read.');

  await next('/merge');
  await seen('what became of it', async () => said.all.includes('merged; 1 outcome in lore'));
  expect(await next('lore/README.md')).toContain('(fix, merged)');

  await next('shuot');
  await seen('the next fix', () => at.fix());
  await seen('its check run', () => at.check('dreamos/watch'));
  expect(await next('$(fix)')).toMatch(/### Lore[^#]*- recalled[\s\S]*"merged":true/);

  await next('a_b');
  await seen('an issue', async () => (await at.issues('labels=dreamos:needs-human')).length);
  await seen('a watched push', () => at.check('dreamos/watch'));
  expect(await next('needs-human')).toMatch(/See it[^#]*node --test [^#]*test\/never\.test\.js/);
  expect(await at.issues('labels=dreamos:needs-human')).toHaveLength(1);

  await next('weaker');
  await seen('the proof', () => at.check('dreamos/proof'));
  expect(await next('dreamos/proof')).toMatch(/"dreamos\/proof"[\s\S]*test\/slug\.test\.js/);
  await seen('the issue closed', async () => (await at.issues('labels=dreamos:needs-human')).length === 0);
  expect(blocks).toEqual([]);
}, 180_000);
