import { DreamError } from '../../domain/errors.ts';

const DAYS = { d: 1, w: 7, m: 30, y: 365 } as const;
const DAY_MS = 86_400_000;

/** `2026-01-31`, a time, or `90d`, `12w`, `6m`, `1y` -> milliseconds since the epoch. Throws `bad-usage`. */
export function toSince(text: string, now: Date): number {
  const [, many, unit] = /^(\d+)([dwmy])$/.exec(text) ?? [];
  if (many !== undefined) return now.getTime() - Number(many) * DAYS[unit as keyof typeof DAYS] * DAY_MS;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new DreamError('bad-usage', `--since: ${text} is no day.`, 'Write 2026-01-31, or 90d, 12w, 6m, 1y.');
}
