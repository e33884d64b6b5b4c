import { distance } from 'fastest-levenshtein';

/** Names that could have been meant, the nearest first: few letters apart, another case, or one within the other. */
export function nearNames(wanted: string, known: Iterable<string>): { name: string; letters: number }[] {
  const near = [...new Set(known)]
    .filter((name) => name !== wanted && name !== 'default')
    .map((name) => ({ name, letters: lettersApart(wanted, name) }))
    .filter(
      ({ letters, name }) => letters <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) * 0.4)),
    );
  return near.sort((a, b) => a.letters - b.letters);
}

/** Slips of the pen between two names, as numbers of letters; half a letter for another case. */
export function lettersApart(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  if (one === other) return 0.5;
  // Letters in another order are one slip, not two.
  if ([...one].sort().join('') === [...other].sort().join('')) return 1;
  const within = Math.min(a.length, b.length) >= 3 && (one.includes(other) || other.includes(one));
  return within ? Math.min(1.5, distance(one, other)) : distance(one, other);
}
