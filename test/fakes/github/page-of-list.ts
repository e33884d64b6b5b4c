import { type Answer, Refusal } from './call.ts';
import type { World } from './world.ts';

/** One page of a list, and the Link header to the others. Rows younger than `lagMs` are not there yet. */
export function pageOfList(
  world: World,
  list: Answer & { readonly kind: 'list' },
  url: URL,
  lagMs: number,
): { readonly body: unknown; readonly link: string | null } {
  const size = Math.min(100, numberOf(url, 'per_page', 30));
  const page = numberOf(url, 'page', 1);
  const items = lagMs > 0 ? list.items.filter((item) => ageOf(world, item) >= lagMs) : list.items;
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((page - 1) * size, page * size);
  const links: string[] = [];
  const add = (rel: string, to: number): void => {
    const query = new URLSearchParams(url.searchParams);
    query.set('page', String(to));
    links.push(`<${world.api}${url.pathname}?${query}>; rel="${rel}"`);
  };
  if (page > 1) add('prev', page - 1);
  if (page < last) add('next', page + 1);
  if (page < last) add('last', last);
  if (page > 1) add('first', 1);
  return {
    body: list.wrap(
      shown.map((item) => list.render(item as never)),
      items.length,
    ),
    link: links.length === 0 ? null : links.join(', '),
  };
}

function numberOf(url: URL, name: string, or: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return or;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Refusal(422, `Invalid ${name}`);
  return number;
}

function ageOf(world: World, item: unknown): number {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null;
  const born = typeof id === 'number' ? world.births.get(id) : undefined;
  return born === undefined ? Number.POSITIVE_INFINITY : Date.now() - born;
}
