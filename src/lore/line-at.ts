/** The 1-based line that a place in a text, counted in UTF-16 units, is in. */
export function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}
