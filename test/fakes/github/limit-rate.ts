import type { Who, World } from './world.ts';

const HOUR_SECONDS = 3600;
const used = new WeakMap<World, Map<string, { count: number; reset: number }>>();

/** The headers of the primary limit. It is counted, not enforced: `faults` can say 403. */
export function limitRate(world: World, who: Who, token = ''): Record<string, string> {
  const limit = who.kind === 'anonymous' ? 60 : 5000;
  const { count, reset } = countOf(world, token, 1);
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(1, limit - count)),
    'x-ratelimit-used': String(count),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
  };
}

function countOf(world: World, token: string, more: number): { count: number; reset: number } {
  const counts = used.get(world) ?? new Map<string, { count: number; reset: number }>();
  used.set(world, counts);
  const seconds = Math.floor(Date.now() / 1000);
  const known = counts.get(token);
  const row = known && known.reset > seconds ? known : { count: 0, reset: seconds + HOUR_SECONDS };
  row.count += more;
  counts.set(token, row);
  return row;
}
