import { toPlainPaths } from './normalise-paths.ts';
import { toOneWording } from './normalise-runtime.ts';

/** Colours, links and other terminal codes; also colours whose escape character a log has lost. */
const TERMINAL =
  /(?:\u001b|\u009b|␛)(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[[(]?[0-9;?]*[A-Za-z])|\[(?:\d{1,3};)*\d{1,3}m/g;

const LONGEST_MESSAGE = 20_000;
const LONGEST_LINE = 2000;

/** Lines that show where, not what: stacks, code frames, markers below code, lists of who required whom. */
const WHERE =
  /^\s*(?:at .*(?::\d+(?::\d+)?|<anonymous>|native)\)?|>?\s*\d+\s*[|│].*|[|│╵]?\s*[\^~]+|[|│╵]\s*[\^~]*|Node <version>|Require stack:|- (?:\/|[A-Za-z]:\\)\S+)\s*$/;

/** The class of an error before its message, as some reporters print it. */
const CLASS = /^(?:[✖×✗●]\s+)?(?:Uncaught )?\w*Error(?: \[\w+\])?:\s+/;

/** Lines whose words are values of the program under test, not of the tool: only what chance draws is replaced there. */
const VALUE_LINE = /^\s*(?:[-+]\s|(?:\w*Error: )?(?:expected|received|actual)\b|[^\n]* [!=]==? )/i;
const QUOTED = /(?<!\w)(['"`])(?:\\.|(?!\1)[^\\])*\1(?!\w)/g;

/** Services that live on a fixed port: which one does not answer is part of what failed. Other ports are drawn. */
const SERVICES = new Set([
  1433, 1521, 2181, 3306, 5432, 5672, 6379, 8086, 9042, 9092, 9200, 11211, 15672, 27017,
]);

/** What is drawn anew in each run, wherever it stands. */
const DRAWN: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b(?=[A-Z]*\d)[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, '<ulid>'],
  // A clock was read: a date that a person wrote has no odd milliseconds.
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(?!000)\d{3,9}(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b1[5-9]\d{8}(?!000\b)\d{3}\b/g, '<time>'],
];

/** What is drawn or measured anew where the tool speaks. In a value under test the same digits mean something. */
const MEASURED: readonly (readonly [RegExp, string])[] = [
  [/\b0x[0-9a-f]{8,16}\b/gi, '<address>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?/g, '<time>'],
  [
    /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:[A-Z][a-z]{2} \d{1,2}|\d{1,2} [A-Z][a-z]{2}),? \d{4},? \d\d:\d\d:\d\d(?: (?:GMT|UTC)(?:[+-]\d{4})?)?(?: \([^)]*\))?/g,
    '<time>',
  ],
  [/\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b(?:,? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)?/g, '<time>'],
  [/(?<![\w:])\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?\b/g, '<time>'],
  [
    /\b\d+(?:[.,]\d+)? ?(?:ns|µs|us|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b(?:[ ,]*\d+(?:\.\d+)? ?(?:ms|s)\b)*/g,
    '<duration>',
  ],
  [/\b((?:commit|sha|head|revision|rev)\b[\s:=@]*)[0-9a-f]{7,64}\b/gi, '$1<sha>'],
  [/\b(?=[a-f]*\d)(?:[0-9a-f]{40}|[0-9a-f]{64})\b/g, '<sha>'],
  [/\b((?:pid|process|thread|worker)(?: id)?[\s:=#]*)\d+\b/gi, '$1<id>'],
  [/\(node:\d+\)|==\d+==/g, '<id>'],
  [
    /,?(?: (?:on|at|in|from))?\s*\bline:? \d+(?:,?(?: and| at)?\s*\b(?:col|column|char|character|position)s?:? \d+)?/gi,
    '',
  ],
  [/,?(?: (?:on|at|in))?\s*\b(?:column|position|offset) \d+/gi, ''],
  [/\s*[([]\d+[:,] ?\d+[)\]]/g, ''],
];

/**
 * The part of a message that is the same whenever the same thing goes wrong: no colours, places, durations, dates, ports,
 * addresses, drawn names, folders of a machine, and one wording for all versions of Node. `file` is the failure's file.
 */
export function normaliseMessage(message: string, file: string | null): string {
  const plain = toBounded(message)
    .replace(TERMINAL, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[ \t]*\n\s*\n|[ \t]+\n/g, '\n')
    .normalize()
    .trim();
  // Where a line stands is seen by its places: before the paths lose theirs.
  const head = CLASS.exec(plain)?.[0] ?? '';
  const what = (head.trimEnd() + (head && ' ') + toOneWording(plain.slice(head.length)))
    .split('\n')
    .filter((line) => !WHERE.test(line))
    .join('\n');
  return toPlainPaths(what, file)
    .split('\n')
    .map((line) => normaliseLine(line).trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** What goes wrong is said early; a message may hold megabytes of what the program printed. */
function toBounded(message: string): string {
  return message
    .slice(0, LONGEST_MESSAGE)
    .split('\n')
    .map((line) => line.slice(0, LONGEST_LINE))
    .join('\n');
}

function normaliseLine(line: string): string {
  const always = replaceAll(withoutPorts(line), DRAWN);
  if (VALUE_LINE.test(always)) return always;
  let out = '';
  let at = 0;
  for (const quoted of always.matchAll(QUOTED)) {
    out += replaceAll(always.slice(at, quoted.index), MEASURED) + quoted[0];
    at = quoted.index + quoted[0].length;
  }
  return out + replaceAll(always.slice(at), MEASURED);
}

/** A port behind a host, or called one. */
function withoutPorts(line: string): string {
  return line.replace(
    /((?:\blocalhost|\b\d{1,3}(?:\.\d{1,3}){3}|\[?::1?\]?|(?<=\s|^):::?\*?)?:|\bports?[\s:=#]*)(\d{4,5})\b(?![:.\d])/gi,
    (all, before: string, port: string) =>
      before === ':' || Number(port) < 1024 || SERVICES.has(Number(port)) ? all : `${before}<port>`,
  );
}

function replaceAll(text: string, rules: readonly (readonly [RegExp, string])[]): string {
  let out = text;
  for (const [pattern, by] of rules) out = out.replace(pattern, by);
  return out;
}
