/** What the repository holds at base, as far as it tells what a patch does. Without it, a patch speaks for itself alone. */
export interface Surroundings {
  /** Paths that are tracked. */
  readonly files: ReadonlySet<string>;
  /** Files that checks run and that are no product: scripts of linters and the like. */
  readonly checkFiles: ReadonlySet<string>;
  /** Data that the tests name and the product does not. */
  readonly comparedFiles: ReadonlySet<string>;
  /** What the compiler is told to look at, globs; null when it is not told. */
  readonly compiled: readonly string[] | null;
}

/** A commit, or a checkout of it. */
export interface BaseReader {
  files(): Promise<readonly string[]>;
  read(path: string): Promise<string | null>;
}

/** A command line of a check, and the repository-relative folder that it runs in. */
export interface CheckCommand {
  readonly run: string;
  readonly cwd: string;
}

const AT_ONCE = 8;
const MOST = 400;

/** Texts of files, a few at a time; of very many only the first. */
export async function readAll(
  paths: readonly string[],
  base: BaseReader,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const texts: { path: string; text: string }[] = [];
  const wanted = paths.slice(0, MOST);
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const read = await Promise.all(some.map((path) => base.read(path)));
    some.forEach((path, index) => {
      const text = read[index];
      if (text != null) texts.push({ path, text });
    });
  }
  return texts;
}

/** Where a repository keeps its product. */
export function isProductFolder(path: string): boolean {
  return /^(?:(?:packages|apps|libs|modules|services|plugins)\/[^/]+\/)?(?:src|lib|app|source|sources|server|client|cli|dist|public|static|assets|locales|i18n|components|pages)(?:\/|$)/.test(
    path,
  );
}
