import { type Document, isMap, LineCounter, type Node, parseDocument, visit } from 'yaml';

/** Larger is no configuration, but a mistake or an attack. */
const MAX_BYTES = 256 * 1024;
/** How often aliases may multiply what they stand for. */
const MAX_ALIASES = 100;

interface YamlProblem {
  /** 1-based; null for the whole file. */
  readonly line: number | null;
  readonly sentence: string;
}

/** A document that was read, with the way back from a value to its line. */
export interface YamlDocument {
  /** Undefined when there are problems; null when the file is empty. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** Line (1-based) of the value at the path, or of its key; of the nearest one above when it is not there. */
  lineOf(path: readonly PropertyKey[], part: 'key' | 'value'): number;
}

const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  MULTIPLE_DOCS: 'only one document is read; a second one begins here',
  NON_STRING_KEY: 'a key must be text',
};

/** Reads one YAML (or JSON) document. Never throws. */
export function readYaml(text: string): YamlDocument {
  const whole = (sentence: string): YamlDocument => ({
    value: undefined,
    problems: [{ line: null, sentence }],
    lineOf: () => 1,
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) return whole(`too large: ${bytes} bytes; at most ${MAX_BYTES} are read`);
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, stringKeys: true, prettyErrors: false });
    if (document.errors.some(({ message }) => /stack/i.test(message))) return whole('nested too deeply');
    const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      line: counter.linePos(pos[0]).line,
      sentence: code === 'DUPLICATE_KEY' ? duplicate(text, pos[0]) : (SENTENCES[code] ?? message),
    }));
    visit(document, {
      Pair: (_, { key }) => {
        const name = (key as { value?: unknown; range?: [number] } | null) ?? {};
        if (name.value === '__proto__')
          problems.push({
            line: counter.linePos(name.range?.[0] ?? 0).line,
            sentence: '`__proto__` cannot be a name',
          });
      },
    });
    return {
      value: problems.length > 0 ? undefined : document.toJS({ maxAliasCount: MAX_ALIASES }),
      problems,
      lineOf: (path, part) => counter.linePos(offsetOf(document, path, part)).line,
    };
  } catch (error) {
    // Aliases that stand for nothing or multiply, and nesting too deep for the stack.
    return whole(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function duplicate(text: string, offset: number): string {
  const key = /^[^:\n]*/.exec(text.slice(offset))?.[0].trim();
  return `\`${key}\` is given twice; keep one`;
}

function offsetOf(document: Document, path: readonly PropertyKey[], part: 'key' | 'value'): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const name = path[depth - 1];
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => (key as { value?: unknown } | null)?.value === name)
      : undefined;
    const value = (pair?.value ?? document.getIn(path.slice(0, depth), true)) as Node | null | undefined;
    const node = (part === 'value' && value?.range ? value : pair?.key) as Node | null | undefined;
    const offset = (node ?? value)?.range?.[0];
    if (offset !== undefined) return offset;
  }
  return 0;
}
