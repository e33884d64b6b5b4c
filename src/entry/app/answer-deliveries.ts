import { createNodeMiddleware, type Probot } from 'probot';
import type { Self } from '../../adapters/github/delivery.ts';
import type { Say } from '../../adapters/github/open-probot.ts';
import { toForgeEvent } from '../../adapters/github/to-forge-event.ts';
import type { Steward } from '../../domain/steward.ts';
import { type Answers, say } from './open-door.ts';
import { BodyRoom, withBody } from './read-body.ts';

export const DELIVERIES = '/api/github/webhooks';
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

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
  const room = new BodyRoom();
  return async (request, response) => {
    if (request.url?.split('?')[0] !== DELIVERIES) return false;
    const signature = request.headers['x-hub-signature-256'];
    // What is not signed is refused by Probot before anything of it is read.
    if (request.method !== 'POST' || !signature) return (await middleware(request, response)) === true;
    const refuse = (status: number, why: string) => {
      response.once('finish', () => request.destroy());
      return say(response, status, why, { connection: 'close' });
    };
    if (!SIGNATURE.test(String(signature))) return refuse(401, 'This is no signature.\n');
    return withBody(request, room, async (body) => {
      if ('text' in body) {
        Object.assign(request, { body: body.text });
        return (await middleware(request, response)) === true;
      }
      if (body.refused === 'too-large') return refuse(413, 'Too large.\n');
      log('warn', 'a large delivery was refused: too many of them are being read');
      return refuse(503, 'Too much at once, send it again.\n');
    });
  };
}
