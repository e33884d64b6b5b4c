import type { ChaosKind, ChaosOptions } from './fake-github.ts';

const ALL: readonly ChaosKind[] = [
  'unavailable',
  'drop-after',
  'secondary-limit',
  'lag',
  'duplicate-delivery',
  'reorder-delivery',
];

/** Random faults by a seed. Without one it does nothing. */
export class Chaos {
  lagMs = 2000;
  retryAfter = 1;
  #random: (() => number) | null = null;
  #rate = 0;
  #kinds = new Set<ChaosKind>();

  start(seed: number, options: ChaosOptions): void {
    this.#random = randomOf(seed);
    this.#rate = options.rate ?? 0.1;
    this.#kinds = new Set(options.kinds ?? ALL);
    this.lagMs = options.lagMs ?? 2000;
    this.retryAfter = options.retryAfter ?? 1;
  }

  stop(): void {
    this.#random = null;
  }

  /** What befalls a call of the app. */
  ofCall(isWrite: boolean): ChaosKind | null {
    return this.#pick(
      isWrite ? ['unavailable', 'drop-after', 'secondary-limit'] : ['unavailable', 'secondary-limit', 'lag'],
    );
  }

  ofDelivery(): { readonly times: number; readonly isLate: boolean } {
    const kind = this.#pick(['duplicate-delivery', 'reorder-delivery']);
    return { times: kind === 'duplicate-delivery' ? 2 : 1, isLate: kind === 'reorder-delivery' };
  }

  #pick(kinds: readonly ChaosKind[]): ChaosKind | null {
    if (this.#random === null) return null;
    // Both are drawn each time: what one call meets does not shift what the next one meets.
    const hit = this.#random() < this.#rate;
    const which = this.#random();
    const open = kinds.filter((kind) => this.#kinds.has(kind));
    return hit ? (open[Math.floor(which * open.length)] ?? null) : null;
  }
}

/** mulberry32: small, and good enough to spread faults. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
