import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { answerDeliveries } from '../../../src/entry/app/answer-deliveries.ts';
import { comment, makeDelivery, push, ROBOT } from '../../adapters/github/payloads.ts';
import { deliver, makeSteward, startApp } from './app-server.ts';

type Started = Awaited<ReturnType<typeof startApp>>;
const open: Started[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options: Parameters<typeof startApp>[0] = {}): Promise<Started> {
  const one = await startApp(options);
  open.push(one);
  return one;
}

async function run(options: Parameters<typeof startApp>[0] = {}) {
  const steward = makeSteward();
  const one = await start({ openSteward: steward.open, ...options });
  await one.app.ready;
  return { ...one, steward };
}

async function until(holds: () => boolean): Promise<void> {
  for (let times = 0; !holds() && times < 500; times += 1) await sleep(10);
  expect(holds()).toBe(true);
}

describe('deliveries', () => {
  it('are handed over when they are signed, and the steward reaches the forge', async () => {
    const { app, steward } = await run();
    expect((await deliver(app.url, push())).status).toBe(200);
    expect(steward.received).toMatchObject([{ kind: 'push', branch: 'main', delivery: 'delivery-1' }]);
    expect(steward.state.forges?.self).toBe('dreamos[bot]');
    const forge = await steward.state.forges?.open(
      steward.received[0]?.repo ?? { id: 0, owner: '', name: '', installation: 0 },
    );
    expect(forge?.repo.name).toBe('widgets');
  });

  it('are refused when they are not, or by another secret, or as something else', async () => {
    const { app, steward, lines } = await run();
    expect((await deliver(app.url, push(), null)).status).toBe(400);
    expect((await deliver(app.url, push(), 'another')).status).toBe(400);
    const plain = await fetch(`${app.url}/api/github/webhooks`, { method: 'POST', body: 'x' });
    expect(plain.status).toBe(415);
    expect((await fetch(`${app.url}/api/github/webhooks`)).status).toBe(404);
    expect((await deliver(app.url, { id: 'x', name: 'push', payload: '{"cut' })).status).toBe(400);
    expect(steward.received).toEqual([]);
    expect(lines.join('\n')).not.toContain('a secret of the webhook');
  });

  it('that GitHub could not bring are asked for again at the start', async () => {
    const attempt = (id: number, guid: string, status_code: number) => ({
      ...{ id, guid, status_code, delivered_at: new Date().toISOString() },
    });
    const { github, lines } = await run({
      answer: ({ path, method }) => {
        if (path === '/app') return { body: { id: 4242, slug: 'dreamos' } };
        if (method === 'POST') return { status: 202 };
        return { body: [attempt(3, 'b', 503), attempt(2, 'a', 200), attempt(1, 'a', 0)] };
      },
    });
    await until(() => lines.includes('info 1 missed deliveries were asked for again'));
    expect(github.asked().at(-1)).toMatchObject({ method: 'POST', path: '/app/hook/deliveries/3/attempts' });
  });

  it('that cannot be asked for are a line in the log, and no end', async () => {
    const { app, lines } = await run({
      answer: ({ path }) =>
        path === '/app' ? { body: { id: 4242, slug: 'dreamos' } } : { status: 403, body: { message: 'No' } },
    });
    await until(() => lines.some((line) => line.startsWith('warn missed deliveries could not')));
    expect((await deliver(app.url, push())).status).toBe(200);
    expect(lines.filter((line) => line.includes('missed deliveries'))).toHaveLength(1);
  });

  it('that are none of ours are well', async () => {
    const { app, steward, lines } = await run();
    expect((await deliver(app.url, makeDelivery('star', { action: 'created' }))).status).toBe(200);
    expect((await deliver(app.url, makeDelivery('no_such_event', {}))).status).toBe(200);
    expect((await deliver(app.url, makeDelivery('push', { ref: 1 }))).status).toBe(200);
    expect(steward.received).toEqual([]);
    expect(lines.filter((line) => line.includes('ignored'))).toEqual([
      'debug star delivery-1: ignored, unknown-event',
      'debug no_such_event delivery-1: ignored, unknown-event',
      'debug push delivery-1: ignored, bad-payload',
    ]);
  });

  it('are told as failed when they could not be written down', async () => {
    const broken = makeSteward(async () => {
      throw new Error('disk full at /home/me');
    });
    const { app, lines } = await run({ openSteward: broken.open });
    const response = await deliver(app.url, push());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('/home/me');
    expect(lines.join('\n')).toContain('not taken: disk full at /home/me');
  });

  it('keep their letters, and are bounded', async () => {
    const { app, steward } = await run();
    const body = `/dreamos lore "größe 💥 \u202e"`;
    expect((await deliver(app.url, comment({}, { body }))).status).toBe(200);
    expect(steward.received).toMatchObject([{ body }]);
    const huge = comment({}, { body: 'x'.repeat(26 * 1024 * 1024) });
    const status = await deliver(app.url, huge).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(steward.received).toHaveLength(1);
  });

  it('are not read where what should be the signature is none', async () => {
    const { app, steward } = await run();
    const headers = { 'x-hub-signature-256': 'sha256=00', 'content-type': 'application/json' };
    // Its body never comes.
    const asked = request(`${app.url}/api/github/webhooks`, { method: 'POST', headers }).on(
      'error',
      () => {},
    );
    asked.write('{');
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect([response.statusCode, steward.received]).toEqual([401, []]);
    asked.destroy();
  });

  it('of bots that give orders are handed over only where that is asked for', async () => {
    const closed = await run();
    await deliver(closed.app.url, comment({ sender: ROBOT }));
    expect(closed.steward.received).toEqual([]);
    const opened = await run({ botsAllowed: (login) => login === ROBOT.login });
    await deliver(opened.app.url, comment({ sender: ROBOT }));
    expect(opened.steward.received).toMatchObject([{ kind: 'comment', sender: { isBot: true } }]);
  });

  it('again, under the same id, are known', async () => {
    const { app, lines } = await run();
    await deliver(app.url, push());
    await deliver(app.url, push());
    expect(lines.filter((line) => line.startsWith('info push'))).toEqual([
      'info push of acme/widgets, delivery-1: taken',
      'info push of acme/widgets, delivery-1: known',
    ]);
  });
});

describe('health', () => {
  it('is told from the beginning, while GitHub does not answer yet', async () => {
    const asked = Promise.withResolvers<void>();
    const { app, get } = await start({
      answer: ({ path }) => {
        if (path === '/app') asked.resolve();
        return { status: 503 };
      },
    });
    await asked.promise;
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 503]);
    expect((await deliver(app.url, push())).status).toBe(503);
  });

  it('is bad while the steward is not ready', async () => {
    const { get, steward } = await run();
    expect((await get('/readyz')).status).toBe(200);
    steward.state.isReady = false;
    const response = await get('/readyz');
    expect([response.status, await response.text()]).toEqual([503, 'starting\n']);
    expect((await get('/nothing')).status).toBe(404);
    expect(await (await get('/')).text()).toContain('Dream.OS');
  });

  it('says which credentials are wrong', async () => {
    const { app } = await start({ answer: () => ({ status: 401, body: { message: 'A JSON web token' } }) });
    await expect(app.ready).rejects.toMatchObject({
      code: 'bad-usage',
      message: expect.stringContaining('APP_ID'),
    });
  });

  it('says that a port is taken', async () => {
    const { app } = await run();
    const port = Number(new URL(app.url).port);
    await expect(startApp({ port })).rejects.toMatchObject({
      code: 'bad-usage',
      message: `Port ${port} of 127.0.0.1 is taken.`,
    });
  });
});

describe('the end', () => {
  it('comes after what was being taken, and then for the steward', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const slow = makeSteward(async () => {
      arrived.resolve();
      await gate.promise;
      order.push('taken');
      return 'taken';
    });
    const { app } = await run({
      openSteward: async (forges) => {
        const steward = await slow.open(forges);
        return { ...steward, close: async () => void order.push('steward closed') };
      },
    });
    const delivery = deliver(app.url, push()).then((response) => order.push(`answered ${response.status}`));
    await arrived.promise;
    const closed = app.close().then(() => order.push('closed'));
    const refused = await new Promise((resolve) => {
      const { port } = new URL(app.url);
      connect(Number(port), '127.0.0.1')
        .on('error', () => resolve(true))
        .on('connect', () => resolve(false));
    });
    gate.resolve();
    await Promise.all([delivery, closed]);
    expect(refused).toBe(true);
    expect(order.slice(0, 1)).toEqual(['taken']);
    expect(order.indexOf('steward closed')).toBeLessThan(order.indexOf('closed'));
    expect(order).toContain('answered 200');
  });
});

describe('answerDeliveries', () => {
  it('leaves other paths to others', async () => {
    const { github } = await run();
    const { state: _, ...steward } = makeSteward();
    const answers = await answerDeliveries(github.probot, {
      self: { appId: 4242, slug: 'dreamos' },
      steward: await steward.open({ self: 'x', open: () => Promise.reject(new Error('none')) }),
      log: () => {},
    });
    expect(await answers({ url: '/api/github' } as never, {} as never)).toBe(false);
  });
});
