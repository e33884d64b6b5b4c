import { topLines } from './top-lines.ts';

/** A checkbox of ours, at the margin or below a line of a list: what it shows, which one it is, and how we wrote it. */
const TICK = /^((?: {2})?)- \[([ xX])\] (.*) <!-- dreamos-tick ([\w./:-]+) ([01]) -->[ \t]*$/;

/** A checkbox with its hidden id, one line. `text` is markdown of ours. */
export function renderTick(id: string, isTicked: boolean, text: string): string {
  return `- [${isTicked ? 'x' : ' '}] ${text} <!-- dreamos-tick ${id} ${isTicked ? 1 : 0} -->`;
}

/** State of each checkbox by id. Logs are fenced, so nothing in them counts. */
export function readTicks(body: string): ReadonlyMap<string, boolean> {
  return new Map(boxes(body).map(({ id, shown }) => [id, shown]));
}

/** Checkboxes that a person changed since they were written: the new state by id. */
export function changedTicks(body: string): ReadonlyMap<string, boolean> {
  return new Map(
    boxes(body)
      .filter(({ shown, written }) => shown !== written)
      .map(({ id, shown }) => [id, shown]),
  );
}

/** The text with these checkboxes as a person left them; what was written stays told, so it goes on counting as a change. */
export function setTicks(body: string, state: ReadonlyMap<string, boolean>): string {
  return mapTicks(body, (id) => state.get(id));
}

/** The text with its checkboxes, or those of these ids, as they were written. */
export function resetTicks(body: string, ids: ReadonlySet<string> | null = null): string {
  return mapTicks(body, (id, written) => (ids === null || ids.has(id) ? written : undefined));
}

function mapTicks(body: string, toState: (id: string, written: boolean) => boolean | undefined): string {
  return topLines(body)
    .lines.map(({ text, isCode }) => {
      const [, margin, , label, id, written] = (isCode ? null : TICK.exec(text)) ?? [];
      const shown = id === undefined ? undefined : toState(id, written === '1');
      if (shown === undefined) return text;
      return `${margin}- [${shown ? 'x' : ' '}] ${label} <!-- dreamos-tick ${id} ${written} -->`;
    })
    .join('\n');
}

function boxes(body: string): { id: string; shown: boolean; written: boolean }[] {
  return topLines(body).lines.flatMap(({ text, isCode }) => {
    const [, , box, , id, written] = (isCode ? null : TICK.exec(text)) ?? [];
    return id === undefined ? [] : [{ id, shown: box !== ' ', written: written === '1' }];
  });
}
