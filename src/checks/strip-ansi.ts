/** Colours, cursor moves and hyperlinks: CSI and OSC sequences, and two-byte escapes. */
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\^_])/g;

/** What a terminal or a page obeys without showing it: control characters but tab and line ends, and marks of direction. */
const UNSEEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** The text without ANSI escape sequences and without what steers a terminal unseen. */
export function stripAnsi(text: string): string {
  return (text.includes('\u001B') ? text.replace(ANSI, '') : text).replace(UNSEEN, '');
}

/** Longest part of a line that a parser looks at. No tool's message is longer; minified code that was printed is. */
const LINE_LIMIT = 4_000;

/** What a terminal would show as lines: no escapes, any line ending, none of them endless. */
export function toLines(text: string): string[] {
  return stripAnsi(text)
    .split(/\r\n|[\n\r]/)
    .map((line) => (line.length > LINE_LIMIT ? line.slice(0, LINE_LIMIT) : line));
}
