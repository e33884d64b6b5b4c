import { type Answer, type Call, notFound, nothing, numberOf } from '../call.ts';
import type { Route } from '../router.ts';
import type { AttemptRow, Json } from '../rows.ts';

/** What the app's webhook was sent, for the app to ask for it again. Read on by a cursor, newest first. */
export const hookRoutes: readonly Route[] = [
  { method: 'GET', path: '/app/hook/deliveries', need: { kind: 'app' }, run: listAttempts },
  { method: 'POST', path: '/app/hook/deliveries/{id}/attempts', need: { kind: 'app' }, run: sendAgain },
];

function listAttempts({ world, query }: Call): Answer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const before = Number(query.get('cursor') ?? Number.POSITIVE_INFINITY);
  const left = world.outbox.attempts.filter(({ id }) => id < before).toSorted((a, b) => b.id - a.id);
  const shown = left.slice(0, size);
  const next = `${world.api}/app/hook/deliveries?per_page=${size}&cursor=${shown.at(-1)?.id}`;
  const headers = left.length > size ? { link: `<${next}>; rel="next"` } : {};
  return { kind: 'json', status: 200, body: shown.map(toAttempt), headers };
}

function sendAgain(call: Call): Answer {
  const { outbox } = call.world;
  const id = numberOf(call, 'id');
  const attempt = outbox.attempts.find((one) => one.id === id);
  if (attempt === undefined) throw notFound();
  outbox.after(() => outbox.redeliver(attempt.guid));
  return nothing(202);
}

function toAttempt(row: AttemptRow): Json {
  const isTaken = row.status >= 200 && row.status < 300;
  return {
    ...{ id: row.id, guid: row.guid, delivered_at: row.at, redelivery: row.isAgain, duration: row.seconds },
    status: isTaken ? 'OK' : row.status === 0 ? 'failed to connect to host' : 'Invalid HTTP Response',
    ...{ status_code: row.status, event: row.event, action: row.action },
    ...{ installation_id: row.installation, repository_id: row.repository, throttled_at: null },
  };
}
