import { type Kind, type Tool, toolOf } from './known-tools.ts';
import { toReadOnly } from './read-only.ts';
import { scriptsCalledBy } from './script-calls.ts';
import { splitLine, toRawWords, unquoteWord } from './shell-line.ts';

/** What a script does, seen through the scripts that it calls. */
export interface ScriptReading {
  /** The same line, or one that does the same but writes nothing and waits for nothing. */
  readonly line: string;
  /** Kinds of the tools that had to be changed for it; empty when `line` is what was written. */
  readonly changed: ReadonlySet<Kind>;
  readonly tools: ReadonlySet<string>;
  readonly kinds: ReadonlySet<Kind>;
  /** Why this is no check, whatever it is called; null when it may be one. */
  readonly refusal: string | null;
}

type Scripts = Readonly<Record<string, string>>;

const IDLE = /^(echo|printf|exit|true|false|:)$/;
const IDLE_WHY = 'it only prints';
const SERVES =
  /^(nodemon|chokidar|onchange|tsc-watch|watchexec|serve|http-server|live-server|webpack-dev-server)$/;
const RELEASES = [
  /\b(npm|pnpm|yarn|bun|lerna|changeset|vsce|jsr|ovsx)\s+(npm\s+)?publish\b/,
  /\b(semantic-release|release-it|standard-version|gh-pages|docker\s+push|git\s+push)\b/,
  /\b(firebase|netlify|wrangler|serverless|sls|vercel|fly|flyctl|cdk|sst)\s+deploy\b/,
];

/** Reads a script of package.json by name, with the hooks that npm runs before and after it. */
export function readScript(
  name: string,
  scripts: Scripts,
  path: readonly string[] = [],
  args: readonly string[] = [],
): ScriptReading {
  const line = [scripts[name] ?? '', ...args].join(' ');
  const within = [...path, name];
  const own = readLine(line, scripts, within);
  const hooks = [`pre${name}`, `post${name}`].flatMap((hook) => {
    const text = scripts[hook];
    return text === undefined ? [] : [readLine(text, scripts, within)];
  });
  return { ...own, ...merge([own, ...hooks]), refusal: own.refusal ?? firstRefusal(hooks) };
}

/** Reads a shell line that may call scripts; `path` names those that led here, so that a circle ends. */
export function readLine(line: string, scripts: Scripts, path: readonly string[] = []): ScriptReading {
  const segments = splitLine(line);
  const parts = segments.map(({ text }) => readCommand(text, scripts, path));
  const changed = new Set(parts.flatMap((part) => [...part.changed]));
  const joined = segments.map(({ joint }, at) => `${joint === '' ? '' : ` ${joint} `}${parts[at]?.line}`);
  const isIdle = segments.every(({ text }) => IDLE.test(unquoteWord(toRawWords(text)[0] ?? '')));
  return {
    ...merge(parts),
    line: changed.size > 0 ? joined.join('') : line,
    changed,
    refusal: isIdle ? IDLE_WHY : (releaseIn(line) ?? firstRefusal(parts)),
  };
}

function readCommand(text: string, scripts: Scripts, path: readonly string[]): ScriptReading {
  const raws = toRawWords(text);
  const words = raws.map(unquoteWord);
  const calls = scriptsCalledBy(words, raws, Object.keys(scripts)).filter(
    (call) => !path.includes(call.text),
  );
  if (calls.length === 0) return readTool(text, raws, words);
  const inner = calls.map((call) =>
    call.kind === 'script'
      ? readScript(call.text, scripts, path, call.args)
      : readLine(call.text, scripts, path),
  );
  const changed = new Set(inner.flatMap((part) => [...part.changed]));
  return {
    ...merge(inner),
    line: changed.size > 0 ? inner.map((part) => part.line).join(' && ') : text,
    changed,
    refusal: firstRefusal(inner),
  };
}

function readTool(text: string, raws: readonly string[], words: readonly string[]): ScriptReading {
  const tool = toolOf(words);
  const { raws: reporting, changed } = toReadOnly(raws, words, tool);
  return {
    line: changed ? reporting.join(' ') : text,
    changed: new Set(changed ? [tool?.kind ?? 'command'] : []),
    tools: new Set(tool ? [tool.name] : []),
    kinds: new Set(tool ? [tool.kind] : []),
    refusal: refusalOf(words, reporting, tool),
  };
}

function refusalOf(words: readonly string[], left: readonly string[], tool: Tool | null): string | null {
  if (waits(words, left, tool)) return 'it waits for changes and never ends';
  // `gulp lint:fix`, `turbo run format:write`: by what means, we cannot see, so we cannot take it out either.
  return !tool && words.some((word) => /(^|[:_-])(fix|write)$/.test(word)) ? 'it changes files' : null;
}

function waits(words: readonly string[], left: readonly string[], tool: Tool | null): boolean {
  if (words.some((word) => SERVES.test(word))) return true;
  if (/^(vite|next|nuxt|astro)$/.test(words[0] ?? '') && !/^(build|lint|check)$/.test(words[1] ?? ''))
    return true;
  return tool?.kind !== 'test' && left.some((word) => /^--watch(=true)?$/.test(word));
}

function releaseIn(line: string): string | null {
  return RELEASES.some((pattern) => pattern.test(line)) ? 'it publishes or deploys' : null;
}

function firstRefusal(parts: readonly ScriptReading[]): string | null {
  return (
    parts.map((part) => part.refusal).find((refusal) => refusal !== null && refusal !== IDLE_WHY) ?? null
  );
}

function merge(parts: readonly ScriptReading[]): Pick<ScriptReading, 'tools' | 'kinds'> {
  return {
    tools: new Set(parts.flatMap((part) => [...part.tools])),
    kinds: new Set(parts.flatMap((part) => [...part.kinds])),
  };
}
