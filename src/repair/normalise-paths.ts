/** Folders that stand only at the top of a disk: a path below one is a place on a machine, not a route of an API. */
const TOPS =
  'home|Users|root|tmp|private|var|usr|opt|srv|mnt|Volumes|nix|builds|builder|github|__w|codebuild|bitbucket|runner';
/** What the files of a program end with. */
const SOURCE =
  'm?[jt]sx?|c[jt]s|json5?c?|node|wasm|vue|svelte|css|s[ac]ss|less|html?|ya?ml|toml|md|snap|txt|sql|graphql|lock';
/** How an absolute path begins: POSIX, Windows, UNC, or as a URL. */
const START = String.raw`(?:file:/{2,3})?(?:[A-Za-z]:[\\/]|/(?:${TOPS})/|\\\\[\w.-]+\\)`;

const QUOTED = new RegExp(String.raw`(['"\x60])(${START}[^'"\x60\n]*)\1`, 'g');
const BARE = new RegExp(String.raw`(?<![\w.~:/\\@-])${START}[^\s'"\x60<>|()[\]{},;*?:]+`, 'g');
/** Any other absolute path, when it ends like a file of a program. */
const FILE = new RegExp(
  String.raw`(?<![\w.~:/@-])(?:file://)?/(?:[\w.@+~-]+/)+[\w.@+~-]+\.(?:${SOURCE})(?![\w/-])`,
  'g',
);
/** Modules as TypeScript names them in full, whatever the code says: `import("/a/b").C` and `'"/a/b"'`. */
const TYPE_MODULE = /(?<=import\(")[^"\n]+(?="\))/g;
const MODULE = /(?<='")(?:[A-Za-z]:[\\/]|\/)[^"\n]+(?="')/g;
const WINDOWS_RELATIVE = new RegExp(
  String.raw`(?<![\w\\])(?:\.{1,2}\\+)*(?:[\w.@+~-]+\\+)+[\w.@+~-]+\.(?:${SOURCE})(?![\w\\])`,
  'g',
);
/** A place behind a path: `:12:5`, `:12`, `(12,5)`. */
const PLACE = new RegExp(String.raw`(\.(?:${SOURCE}))(?::\d+(?::\d+)?|\(\d+(?:,\d+)?\))`, 'g');

/**
 * Makes the paths in a text the same wherever the repository lies. Those below the repository become relative to it:
 * where it lies is seen from a path that ends in `file`. Of other absolute paths only the part is kept that is the same
 * everywhere: from the last `node_modules/` or the file's top folder on, else the name.
 */
export function toPlainPaths(text: string, file: string | null): string {
  const own = file === null ? null : toPlainFile(file);
  const root = own === null ? null : rootIn(text, own);
  const kept = (path: string) => keptOf(path, own);
  return (root === null ? text : text.replace(root, ''))
    .replace(TYPE_MODULE, (path) => keptOf(path, null))
    .replace(MODULE, kept)
    .replace(QUOTED, (_, quote: string, path: string) => quote + kept(path) + quote)
    .replace(BARE, kept)
    .replace(FILE, kept)
    .replace(WINDOWS_RELATIVE, toSlashes)
    .replace(PLACE, '$1');
}

/** A failure's file: relative and with `/`; of an absolute path only the part that is the same everywhere. */
export function toPlainFile(path: string): string {
  const slashed = toSlashes(path).replace(/^(?:\.\/)+/, '');
  return /^(?:file:|[A-Za-z]:\/|\/)/.test(slashed) ? keptOf(slashed, null) : slashed;
}

function toSlashes(path: string): string {
  return path.replace(/\\+/g, '/');
}

/** Finds the repository's own folder before `file` in the text; the pattern takes every way to write that folder. */
function rootIn(text: string, file: string): RegExp | null {
  const tail = file.split('/').map(escapeRegExp).join(String.raw`[\\/]+`);
  // Folders may have spaces in their names, but the shorter reading comes first.
  for (const inside of [String.raw`[^\s'"\x60()]`, String.raw`[^'"\x60()\n]`]) {
    const found = new RegExp(
      String.raw`(?<![\w.])(?:file:/{2,3})?((?:[A-Za-z]:)?[\\/]+${inside}*?[\\/]+)${tail}(?![\w-])`,
    ).exec(text);
    if (!found?.[1]) continue;
    const folder = toSlashes(found[1]).replace(/^\/+|\/+$/g, '');
    if (folder === '') continue;
    const anyStyle = folder.split('/').map(escapeRegExp).join(String.raw`[\\/]+`);
    return new RegExp(String.raw`(?:file:/{2,3})?(?<![\w.-])[\\/]*${anyStyle}[\\/]+`, 'gi');
  }
  return null;
}

/** `own` is a path of the repository: below the same top folder as that, a path is taken to be of the repository too. */
function keptOf(path: string, own: string | null): string {
  const [, body = path, after = ''] = /^(.*?)([.!]*)$/s.exec(path) ?? [];
  const slashed = toSlashes(body).replace(/:\d+(?::\d+)?$/, '');
  const top = own?.includes('/') ? `/${own.slice(0, own.indexOf('/') + 1)}` : null;
  for (const folder of ['/node_modules/', ...(top === null ? [] : [top])]) {
    const at = `/${slashed}`.lastIndexOf(folder);
    if (at >= 0) return slashed.slice(at) + after;
  }
  const name = slashed.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return (isTemporary(slashed) ? withoutChance(name) : name) + after;
}

function isTemporary(path: string): boolean {
  return /\/(?:tmp|temp|T)\/[^/]+$/i.test(path);
}

/** Names that `mkdtemp` and its like draw: the drawn parts go. */
function withoutChance(name: string): string {
  return name.replace(/([-_.])(?:\d+|\w{6,})(?=[-_.]|$)/g, '$1<drawn>');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
