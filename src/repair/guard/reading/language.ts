/** How a file's text is read. */
export type Language =
  | 'typescript'
  | 'tsx'
  | 'javascript'
  /** A page with scripts in it: Vue, Svelte, Astro, HTML. */
  | 'page'
  /** JSON with or without comments. */
  | 'json'
  | 'yaml'
  | 'style'
  | 'docs'
  /** Code in another language: judged by path and by line only. */
  | 'foreign'
  | 'other';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  es6: 'javascript',
  vue: 'page',
  svelte: 'page',
  astro: 'page',
  html: 'page',
  htm: 'page',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  webmanifest: 'json',
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'yaml',
  ini: 'yaml',
  cfg: 'yaml',
  properties: 'yaml',
  css: 'style',
  scss: 'style',
  sass: 'style',
  less: 'style',
  pcss: 'style',
  md: 'docs',
  mdx: 'docs',
  markdown: 'docs',
  rst: 'docs',
  adoc: 'docs',
  py: 'foreign',
  pyi: 'foreign',
  go: 'foreign',
  rb: 'foreign',
  rs: 'foreign',
  java: 'foreign',
  kt: 'foreign',
  kts: 'foreign',
  scala: 'foreign',
  cs: 'foreign',
  fs: 'foreign',
  php: 'foreign',
  swift: 'foreign',
  c: 'foreign',
  h: 'foreign',
  cc: 'foreign',
  cpp: 'foreign',
  hpp: 'foreign',
  m: 'foreign',
  ex: 'foreign',
  exs: 'foreign',
  erl: 'foreign',
  hs: 'foreign',
  lua: 'foreign',
  dart: 'foreign',
  sh: 'foreign',
  bash: 'foreign',
  zsh: 'foreign',
  ps1: 'foreign',
  pl: 'foreign',
  r: 'foreign',
  sol: 'foreign',
  coffee: 'foreign',
};

/** Files such as `.eslintrc` hold JSON or YAML; the reader tries JSON. */
const BARE_JSON =
  /^\.(?:eslintrc|prettierrc|babelrc|swcrc|nycrc|c8rc|stylelintrc|mocharc|jshintrc|lintstagedrc|oxlintrc)$/;

export function languageOf(path: string): Language {
  const name = baseName(path).toLowerCase();
  if (BARE_JSON.test(name)) return 'json';
  return BY_EXTENSION[/\.([^.]+)$/.exec(name)?.[1] ?? ''] ?? 'other';
}

/** True for what a syntax tree of JavaScript can be had of. */
export function isScript(path: string): boolean {
  return ['typescript', 'tsx', 'javascript', 'page'].includes(languageOf(path));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
