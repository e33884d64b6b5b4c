/**
 * Node and V8 say the same thing in other words from one version to the next. Each line here turns what several
 * versions say into one wording: the newest where that keeps all facts, else a shorter one.
 */
const WORDINGS: readonly (readonly [RegExp, string])[] = [
  // V8 before 9.0 (Node 14 and older).
  [
    /Cannot read property (['"]?)(.+?)\1 of (undefined|null)\b/g,
    "Cannot read properties of $3 (reading '$2')",
  ],
  [/Cannot set property (['"]?)(.+?)\1 of (undefined|null)\b/g, "Cannot set properties of $3 (setting '$2')"],
  [/Cannot destructure property [`'](.+?)[`'] of .*$/gm, "Cannot destructure property '$1'"],
  [
    /(?:object )?(\S+) is not iterable(?: \(cannot read property Symbol\(Symbol\.iterator\)\))?/g,
    '$1 is not iterable',
  ],
  [
    /Spread syntax requires .*iterable\[Symbol\.iterator\] to be a function.*$/gm,
    'Found non-callable @@iterator',
  ],
  [/Found non-callable @@iterator.*$/gm, 'Found non-callable @@iterator'],
  // JSON.parse: every major told the place and the reason in another way.
  [
    /(?:Unexpected (?:token|string|number|end)|Expected|Unterminated|Bad|No number|Exponent part|Missing)\b[^\n]*?\bJSON(?: input)?\b(?: at position \d+)?(?: \(line \d+ column \d+\))?/g,
    'invalid JSON',
  ],
  [/(?:Unexpected token [^\n]*, )?(["'])(?:(?!\n).)*?\1(?:\.\.\.)? is not valid JSON/g, 'invalid JSON'],
  // The ES module loader.
  [
    /Cannot find module (['"]?)([^\n'"]+?)\1 imported from (['"]?)([^\n'"]+?)\3(?=$|\n|\.? Did)/g,
    "Cannot find module '$2' imported from $4",
  ],
  [/\.?\s*Did you mean to import (?:"[^"\n]*"|'[^'\n]*'|\S+?)\??(?=\s|$)/g, ''],
  [
    /(?:Must use import to load ES Module: (\S+)|require\(\) of ES Module (\S+?)(?: from \S+)? not supported\.)[\s\S]*$/g,
    'require of the ES module $1$2',
  ],
  [/ in ES module scope(?:, you can use import instead)?[\s\S]*$/g, ' in ES module scope'],
  [
    /Directory import (['"]?)([^\n'"]+?)\1 is not supported resolving ES modules.*$/gm,
    "Directory import '$2'",
  ],
  [/Received type (\w+)(?: \((?:[^)\n]*)\))?/g, 'Received type $1'],
  [/Received (undefined|null)\b/g, 'Received type $1'],
  // node:assert.
  [/^(Expected values to be [^\n]*:)\n\+ actual - expected[^\n]*$/gm, '$1'],
  [/^(Expected values to be [^\n]*:)\s*\n([^\n]+) !== ([^\n]+)\s*$/gm, '$1\n+ $2\n- $3'],
  [/^(Expected "actual" to be [^\n]*?):?\s+(\S[^\n]*)$/gm, '$1: $2'],
  // Process furniture.
  [/\(Use `node --trace[^\n]*\)/g, ''],
  [/\bNode(?:\.js)? v?\d+(?:\.\d+){0,2}\b/gi, 'Node <version>'],
];

/** Puts the wordings of all Node versions into one. */
export function toOneWording(message: string): string {
  let text = message;
  for (const [pattern, wording] of WORDINGS) text = text.replace(pattern, wording);
  return foldAssertDiff(text);
}

/**
 * The differences that node:assert prints have other context lines, order and cuts in each version. What was expected
 * and what was there instead is the same in all: the changed lines.
 */
function foldAssertDiff(text: string): string {
  const [head = '', ...body] = text.split('\n');
  if (!/^Expected values to be /.test(head)) return text;
  const changed = body.map((line) => line.trim()).filter((line) => /^[-+]\s/.test(line));
  if (changed.length === 0) return text;
  const lines = changed.map((line) => `${line[0]} ${line.slice(1).trim().replace(/,$/, '')}`);
  return [head, ...lines.sort()].join('\n');
}
