import { setTimeout as sleep } from 'node:timers/promises';
import type { Chaos } from './chaos.ts';
import type { Fault, Faults } from './fake-github.ts';

export interface PlannedFault extends Fault {
  /** Lists leave out rows that are younger. */
  readonly lagMs?: number;
}

const SECONDARY =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. For more on scraping GitHub and how it may affect your rights, please review our Terms of Service.';

/** Faults on purpose, and by chance. */
export class FaultList implements Faults {
  readonly #chaos: Chaos;
  #faults: { readonly fault: Fault; left: number }[] = [];

  constructor(chaos: Chaos) {
    this.#chaos = chaos;
  }

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
    this.#chaos.stop();
  }

  /** What befalls a call; null: nothing. */
  of(method: string, path: string, isOfApp: boolean): PlannedFault | null {
    const call = `${method} ${path}`;
    const hit = this.#faults.find(
      ({ fault, left }) => left > 0 && (fault.only !== 'app' || isOfApp) && call.search(fault.match) >= 0,
    );
    if (hit) {
      hit.left -= 1;
      return hit.fault;
    }
    return isOfApp ? this.#byChance(method) : null;
  }

  #byChance(method: string): PlannedFault | null {
    const match = /^/;
    switch (this.#chaos.ofCall(method !== 'GET')) {
      case 'unavailable':
        return { match, status: 503, body: { message: 'Service unavailable' } };
      case 'secondary-limit':
        return {
          match,
          status: 403,
          headers: { 'retry-after': String(this.#chaos.retryAfter) },
          body: { message: SECONDARY, documentation_url: 'https://docs.github.com/rest' },
        };
      case 'drop-after':
        return { match, drop: 'after' };
      case 'lag':
        return { match, lagMs: this.#chaos.lagMs };
      default:
        return null;
    }
  }
}

/** Waits as the fault says; then whether the call is answered (or cut) without being done. */
export async function meet(fault: PlannedFault | null): Promise<'cut' | 'answer' | 'go on'> {
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault?.drop === 'before') return 'cut';
  if (fault?.drop === 'after' || fault === null) return 'go on';
  return fault.status === undefined && fault.body === undefined ? 'go on' : 'answer';
}
