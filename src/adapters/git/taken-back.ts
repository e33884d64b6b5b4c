/** One place of a diff: what stood there before and after, with the lines around it. */
export interface Sides {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Reads the places of a unified diff of texts. Other kinds of change have none. */
export function parseSides(diff: string): Sides[] {
  const sides: Sides[] = [];
  let path = '';
  let place: { before: string[]; after: string[] } | null = null;
  const close = () => {
    if (place !== null) sides.push({ path, before: place.before.join('\n'), after: place.after.join('\n') });
    place = null;
  };
  for (const line of diff.split('\n')) {
    const name = /^diff --git a\/(.*) b\/\1$/.exec(line)?.[1];
    if (line.startsWith('diff --git ')) {
      close();
      path = name ?? '';
    } else if (line.startsWith('@@ ')) {
      close();
      place = { before: [], after: [] };
    } else if (place !== null) {
      const text = line.slice(1);
      if (line[0] !== '+' && line[0] !== '\\') place.before.push(text);
      if (line[0] !== '-' && line[0] !== '\\') place.after.push(text);
    }
  }
  close();
  return sides.map((one) => ({ ...one, before: trimEnd(one.before), after: trimEnd(one.after) }));
}

/** True when every place is as it was before: a person took the change back. `read`: today's text, null when it is gone. */
export function isTakenBack(sides: readonly Sides[], read: (path: string) => string | null): boolean {
  if (sides.length === 0) return false;
  return sides.every(({ path, before, after }) => {
    const text = read(path);
    if (text === null) return before === '';
    const lines = `\n${text}\n`;
    return (
      before !== '' && lines.includes(`\n${before}\n`) && !(after !== '' && lines.includes(`\n${after}\n`))
    );
  });
}

/** The last line of a diff's text is followed by the end, which is no line. */
function trimEnd(text: string): string {
  return text.replace(/\n$/, '');
}
