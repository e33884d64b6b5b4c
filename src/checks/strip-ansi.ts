/** Colours, cursor moves and hyperlinks: CSI and OSC sequences, and two-byte escapes. */
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\^_])/g;

/** The text without ANSI escape sequences. */
export function stripAnsi(text: string): string {
  return text.includes('\u001B') ? text.replace(ANSI, '') : text;
}

/** Longest part of a line that a parser looks at. No tool's message is longer; minified code that was printed is. */
const LINE_LIMIT = 4_000;

/** What a terminal would show as lines: no escapes, any line ending, none of them endless. */
export function toLines(text: string): string[] {
  return stripAnsi(text)
    .split(/\r\n|[\n\r]/)
    .map((line) => (line.length > LINE_LIMIT ? line.slice(0, LINE_LIMIT) : line));
}
