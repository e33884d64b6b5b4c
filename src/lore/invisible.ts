/**
 * Characters that do not show, or that change how others show: controls, formats (bidirectional ones and tags among
 * them), variation selectors, fillers that are blank, separators of lines and paragraphs, halves of pairs.
 */
const CLASS =
  '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\uffa0\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]';
const INVISIBLE = new RegExp(`(?![\\n\\t])${CLASS}`, 'gu');
/** They only join or dress what stands before them, and logs are full of dressed ticks and crosses. */
const DRESSING = /[\u200d\ufe00-\ufe0f]/gu;

/** Text without what does not show; a character that may be the very cause of an error is named instead: `\u{feff}`. */
export function showInvisible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(DRESSING, '')
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Where the first such character stands, counted in UTF-16 units; -1 when there is none. */
export function findInvisible(text: string): number {
  return text.search(new RegExp(`(?![\\n\\t])(?!${DRESSING.source})${CLASS}`, 'u'));
}

/** As in a JSON string: `\u202e`, so that nothing invisible stands in the file and what is read is the same. */
export function escapeInvisible(json: string): string {
  return json.replace(INVISIBLE, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
