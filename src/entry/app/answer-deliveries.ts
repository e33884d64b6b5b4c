import type { IncomingMessage } from 'node:http';
import { createNodeMiddleware, type Probot } from 'probot';
import type { Self } from '../../adapters/github/delivery.ts';
import type { Say } from '../../adapters/github/open-probot.ts';
import { toForgeEvent } from '../../adapters/github/to-forge-event.ts';
import type { Steward } from '../../domain/steward.ts';
import { type Answers, say } from './open-door.ts';

export const DELIVERIES = '/api/github/webhooks';
/** GitHub sends no more. */
const MOST_BYTES = 25 * 1024 * 1024;

/**
 * Deliveries of GitHub: verified by Probot, translated, handed to the steward. The answer says that they were written down, which
 * is soon; what they bring about comes after it.
 */
export async function answerDeliveries(
  probot: Probot,
  { self, steward, log }: { readonly self: Self; readonly steward: Steward; readonly log: Say },
): Promise<Answers> {
  const listen = (app: Probot) => {
    app.onAny(async ({ id, name, payload }: { id: string; name: string; payload: unknown }) => {
      const heard = toForgeEvent({ id, name, payload }, self);
      if (heard.status === 'ignored') return log('debug', `${name} ${id}: ignored, ${heard.why}`);
      for (const event of heard.events) {
        const taken = await steward.receive(event).catch((error: unknown) => {
          log('error', `${name} ${id}: not taken: ${error instanceof Error ? error.message : String(error)}`);
          // Whoever sent it reads this.
          throw new Error('The delivery could not be written down; send it again.');
        });
        log('info', `${event.kind} of ${event.repo.owner}/${event.repo.name}, ${id}: ${taken}`);
      }
    });
  };
  const middleware = await createNodeMiddleware(listen, { probot, webhooksPath: DELIVERIES });
  return async (request, response) => {
    if (request.url?.split('?')[0] !== DELIVERIES) return false;
    // What is not signed is refused by Probot before anything of it is read.
    if (request.method === 'POST' && request.headers['x-hub-signature-256']) {
      const body = await readBody(request);
      if (body === null) {
        response.once('finish', () => request.destroy());
        return say(response, 413, 'Too large.\n', { connection: 'close' });
      }
      Object.assign(request, { body });
    }
    return (await middleware(request, response)) === true;
  };
}

/** Null where it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open when it is left early: there is an answer to give.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
