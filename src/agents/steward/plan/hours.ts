/** Hours as the setting `github.hours` has them: `08:00-18:00` in UTC, over midnight too; null: always. */
export type Hours = string | null;

const HOURS = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/;
const DAY = 24 * 60;

/** Whether something may be opened now. The first minute counts, the last does not; the same twice is the whole day. */
export function isOpen(hours: Hours, now: Date): boolean {
  const span = read(hours);
  if (span === null) return true;
  const at = minuteOf(now);
  return span.from < span.to ? at >= span.from && at < span.to : at >= span.from || at < span.to;
}

/** When it may be opened: now, or when the hours begin next. */
export function nextOpening(hours: Hours, now: Date): Date {
  const span = read(hours);
  if (span === null || isOpen(hours, now)) return now;
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const wait = (span.from - minuteOf(now) + DAY) % DAY;
  return new Date(midnight + (minuteOf(now) + wait) * 60_000);
}

/** Null for what is no span; the schema lets none through. */
function read(hours: Hours): { readonly from: number; readonly to: number } | null {
  const [, h1, m1, h2, m2] = HOURS.exec(hours ?? '') ?? [];
  if (h1 === undefined) return null;
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  return from === to ? null : { from, to };
}

function minuteOf(now: Date): number {
  return now.getUTCHours() * 60 + now.getUTCMinutes();
}
