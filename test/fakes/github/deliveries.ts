import { createHmac, randomUUID } from 'node:crypto';
import type { Chaos } from './chaos.ts';
import type { Delivery } from './fake-github.ts';
import { remember } from './history.ts';
import { toRepository } from './render/to-repository.ts';
import { toUser } from './render/to-user.ts';
import { type AttemptRow, type Json, now, type RepoRow, type UserRow } from './rows.ts';
import { nodeId, type Outbox, type World } from './world.ts';

const DEADLINE_MS = 10_000;

type Row = { -readonly [Key in keyof Delivery]: Delivery[Key] } & { readonly text: string };

/** What the app is told: signed posts, one after the other for each repository. */
export class Deliveries implements Outbox {
  readonly rows: Row[] = [];
  readonly attempts: AttemptRow[] = [];
  /** Told each payload, also where nobody listens. */
  onSend: (event: string, action: string | null, payload: Json) => void = () => undefined;
  readonly #world: World;
  readonly #chaos: Chaos;
  readonly #queues = new Map<number, Promise<void>>();
  #url: string | null = null;
  #isClosed = false;
  #underWay = 0;
  #idle: (() => void)[] = [];

  constructor(world: World, chaos: Chaos) {
    this.#world = world;
    this.#chaos = chaos;
  }

  set url(url: string | null) {
    this.#url = url;
  }

  emit(event: string, action: string | null, repo: RepoRow, sender: UserRow, facts: Json): void {
    remember(this.#world, event, action, repo, sender, facts);
    const installation = this.#world.installationOf(repo);
    if (installation === null || !this.#world.appRow.events.includes(event)) return;
    this.send(event, repo.id, {
      ...(action === null ? {} : { action }),
      ...facts,
      repository: { ...toRepository(this.#world, repo), custom_properties: {} },
      sender: toUser(this.#world, sender),
      installation: { id: installation.id, node_id: nodeId('MDIz', installation.id) },
    });
  }

  send(event: string, queue: number, payload: Json): void {
    const action = typeof payload.action === 'string' ? payload.action : null;
    this.onSend(event, action, payload);
    if (this.#url === null || this.#isClosed) return;
    const text = JSON.stringify(payload);
    const row: Row = {
      id: randomUUID(),
      event,
      action,
      payload: JSON.parse(text) as Json,
      status: null,
      sent: 0,
      text,
    };
    this.rows.push(row);
    const { times, isLate } = this.#chaos.ofDelivery();
    for (let time = 0; time < times; time += 1) {
      // A late one does not wait for its turn, and others overtake it.
      if (isLate) this.#track(new Promise((done) => setTimeout(done, 60)).then(() => this.#post(row)));
      else this.#enqueue(queue, row);
    }
  }

  after(work: () => Promise<void>): void {
    void this.#track(work());
  }

  async redeliver(id: string): Promise<void> {
    const row = this.rows.find((one) => one.id === id);
    if (row === undefined) throw new Error(`No delivery ${id}.`);
    await this.#track(this.#post(row, true));
  }

  async settled(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#url = null;
    await this.settled();
  }

  #enqueue(queue: number, row: Row): void {
    const before = this.#queues.get(queue) ?? Promise.resolve();
    const next = before.then(() => this.#post(row));
    this.#queues.set(queue, next);
    void this.#track(next);
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#underWay += 1;
    try {
      await work;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) for (const wake of this.#idle.splice(0)) wake();
    }
  }

  async #post(row: Row, isAgain = false): Promise<void> {
    if (this.#url === null) return;
    const { app } = this.#world;
    row.sent += 1;
    const started = performance.now();
    try {
      const answer = await fetch(this.#url, {
        method: 'POST',
        body: row.text,
        signal: AbortSignal.timeout(DEADLINE_MS),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/0000000',
          'x-github-delivery': row.id,
          'x-github-event': row.event,
          'x-github-hook-id': '1',
          'x-github-hook-installation-target-id': String(app.id),
          'x-github-hook-installation-target-type': 'integration',
          'x-hub-signature-256': `sha256=${createHmac('sha256', app.webhookSecret).update(row.text).digest('hex')}`,
        },
      });
      await answer.arrayBuffer();
      row.status = answer.status;
    } catch {
      row.status = 0;
    }
    this.attempts.push({
      // Numbers of their own: how often something was sent is seen nowhere else.
      ...{ id: this.attempts.length + 1, guid: row.id, event: row.event, action: row.action, isAgain },
      ...{ at: now(), seconds: (performance.now() - started) / 1000, status: row.status },
      ...{ installation: idIn(row.payload.installation), repository: idIn(row.payload.repository) },
    });
  }
}

function idIn(value: unknown): number | null {
  return (value as { readonly id: number } | undefined)?.id ?? null;
}
