import { afterEach, describe, expect, it } from '@jest/globals';
import { askForMissed } from '../../../src/adapters/github/missed-deliveries.ts';
import { type Answer, type Asked, startScripted } from './scripted-github.ts';

type Scripted = Awaited<ReturnType<typeof startScripted>>;
const open: Scripted[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const HOUR = 3_600_000;
const attempt = (id: number, guid: string, status_code: number, hoursAgo = 1) => ({
  ...{ id, guid, status_code, delivered_at: new Date(Date.now() - hoursAgo * HOUR).toISOString() },
});

/** Asks over these pages; what was sent again, in order, and how many pages were read. */
async function ask(pages: readonly unknown[], post: (asked: Asked) => Answer = () => ({ status: 202 })) {
  const github = await startScripted((asked) => {
    if (asked.method === 'POST') return post(asked);
    const at = Number(/cursor=v1_(\d+)/.exec(asked.path)?.[1] ?? 0);
    const link = `<${github.url}/app/hook/deliveries?per_page=100&cursor=v1_${at + 1}>; rel="next"`;
    return { body: pages[at], headers: at + 1 < pages.length ? { link } : {} };
  });
  open.push(github);
  const count = await askForMissed(github.probot, github.time);
  const asked = github.asked();
  const again = asked.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/')[4]);
  return { count, again, read: asked.length - again.length };
}

describe('askForMissed', () => {
  it('asks for what did not arrive in the end, oldest first, over all pages', async () => {
    const { count, again, read } = await ask([
      [attempt(9, 'd', 0), attempt(8, 'c', 200), attempt(7, 'b', 502)],
      [attempt(6, 'c', 503), attempt(5, 'b', 200), attempt(4, 'a', 401)],
    ]);
    expect([count, read]).toEqual([3, 2]);
    expect(again).toEqual(['4', '7', '9']);
  });

  it('leaves what is older than GitHub keeps, and reads no further', async () => {
    const { again, read } = await ask([
      [attempt(9, 'b', 0, 71), attempt(8, 'a', 0, 73)],
      [attempt(7, 'c', 0, 74)],
    ]);
    expect([again, read]).toEqual([['9'], 1]);
  });

  it('reads so many pages and no more', async () => {
    const { read, count } = await ask(Array.from({ length: 30 }, (_, at) => [attempt(at, `${at}`, 0)]));
    expect([read, count]).toEqual([10, 10]);
  });

  it('tells ids apart that are larger than a number holds', async () => {
    const text = JSON.stringify([attempt(1, 'a', 0)]).replace('"id":1,', '"id":9007199254740993,');
    const github = await startScripted(({ method }) =>
      method === 'POST'
        ? { status: 202 }
        : { body: text, headers: { 'content-type': 'application/json; charset=utf-8' } },
    );
    open.push(github);
    await askForMissed(github.probot, github.time);
    expect(github.asked().at(-1)?.path).toBe('/app/hook/deliveries/9007199254740993/attempts');
  });

  it('tries again what may pass, and says what does not', async () => {
    let calls = 0;
    const failing = (answer: Answer) => () => (calls++ === 0 ? answer : { status: 202 });
    expect((await ask([[attempt(9, 'a', 0)]], failing({ status: 502 }))).again).toEqual(['9', '9']);
    await expect(ask([[attempt(9, 'a', 0)]], () => ({ status: 403 }))).rejects.toMatchObject({
      ...{ name: 'ForgeError', status: 403 },
    });
  });

  it('goes on after one that GitHub does not bring any more', async () => {
    const pages = [[attempt(9, 'c', 0), attempt(8, 'b', 0), attempt(7, 'a', 0)]];
    const gone = ({ path }: Asked): Answer => ({ status: path.includes('/8/') ? 422 : 202 });
    expect(await ask(pages, gone)).toMatchObject({ count: 2, again: ['7', '8', '9'] });
  });
});
