import type { FileChange } from '../../domain/patch.ts';
import type { ChangingCommit, Commit, CommitLog } from '../../domain/ports.ts';
import type { Git } from './git.ts';
import { parseRaw, type RawEntry, readChanges, readEntries, readFileAt } from './read-changes.ts';

/** One commit a record: full SHA, parents, author, date, subject. Dates and names hold no line ends. */
const FORMAT = '--format=%H%x00%P%x00%an%x00%aI%x00%s';

/** Reads how commits follow each other. Writes nothing. */
export class GitLog implements CommitLog {
  readonly #git: Git;

  constructor(git: Git) {
    this.#git = git;
  }

  async trail(
    sha: string,
    { limit, notIn }: { limit: number; notIn?: string },
  ): Promise<{ commits: readonly Commit[]; isCut: boolean }> {
    const query = ['log', '--first-parent', `--max-count=${limit}`, FORMAT, sha];
    const out = await this.#git.text([...query, ...(notIn === undefined ? [] : [`^${notIn}`]), '--']);
    const commits = out.split('\n').flatMap((line) => toCommit(line) ?? []);
    return { commits, isCut: await this.#isCut(commits.at(-1)) };
  }

  async recent(
    sha: string,
    limit: number,
    wanted: (paths: readonly string[]) => readonly string[],
  ): Promise<readonly ChangingCommit[]> {
    const out = await this.#git.text([
      ...['log', '--first-parent', '-m', `--max-count=${limit}`, '--format=%x01%H %P', '--raw', '-z'],
      ...['--no-abbrev', '--no-renames', '--no-ext-diff', '--ignore-submodules=all', sha, '--'],
    ]);
    const commits = parseRecent(out);
    const chosen = commits.map(({ entries }) => {
      const paths = new Set(wanted(entries.map(({ path }) => path)));
      return entries.filter(({ path }) => paths.has(path));
    });
    const changes = await readEntries(this.#git, chosen.flat());
    let at = 0;
    return commits.map(({ entries, ...commit }, index) => {
      const from = at;
      at += chosen[index]?.length ?? 0;
      return { ...commit, paths: entries.map(({ path }) => path), changes: changes.slice(from, at) };
    });
  }

  async touching(sha: string, paths: readonly string[], limit: number): Promise<readonly string[]> {
    if (paths.length === 0) return [];
    const query = ['log', '--first-parent', `--max-count=${limit}`, '--format=%H', sha, '--'];
    return (await this.#git.text([...query, ...paths.map(toLiteral)])).split('\n').filter(Boolean);
  }

  async blame(sha: string, path: string, line: number): Promise<string | null> {
    const said = await this.#git.word(['blame', '--porcelain', '-L', `${line},${line}`, sha, '--', path]);
    return said?.split(' ', 1)[0] ?? null;
  }

  async dropped(shas: readonly string[]): Promise<ReadonlySet<string>> {
    if (shas.length === 0) return new Set();
    const query = ['rev-list', '--ignore-missing', '--stdin', '--not', 'HEAD', '--branches', '--remotes'];
    const lost = new Set((await this.#git.text(query, `${shas.join('\n')}\n`)).split('\n'));
    return new Set(shas.filter((sha) => lost.has(sha)));
  }

  /** Step by step, newest first, so that a file that was moved twice, or moved and rewritten later, is followed. */
  async moves(from: string, to: string): Promise<ReadonlyMap<string, string>> {
    const query = [
      'log',
      '-m',
      '--first-parent',
      '-M',
      '--diff-filter=R',
      '--name-status',
      '-z',
      '--format=',
    ];
    const fields = (await this.#git.text([...query, `${from}..${to}`, '--'])).split('\0');
    const current = new Map<string, string>();
    for (let at = 0; at + 2 < fields.length; ) {
      if (!/^\s*R\d+$/.test(fields[at] ?? '')) {
        at++;
        continue;
      }
      const [old = '', now = ''] = [fields[at + 1], fields[at + 2]];
      const later = [...current].find(([, place]) => place === now)?.[0];
      current.set(later ?? now, old);
      at += 3;
    }
    return new Map([...current].filter(([now, old]) => now !== old));
  }

  read(sha: string, path: string): Promise<string | null> {
    return readFileAt(this.#git, sha, path);
  }

  changes(from: string, to: string): Promise<FileChange[]> {
    return readChanges(this.#git, [from, to, '--']);
  }

  async changedPaths(from: string, to: string): Promise<readonly string[]> {
    const query = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=all'];
    return (await this.#git.text([...query, from, to, '--'])).split('\0').filter(Boolean);
  }

  /** Git shows a commit at the edge of a shallow clone without its parents; the commit itself still names them. */
  async #isCut(last: Commit | undefined): Promise<boolean> {
    if (last === undefined || last.parents.length > 0) return false;
    const raw = (await this.#git.catFile(['commit', last.sha])).toString('utf8');
    return /^parent /m.test(raw.split('\n\n')[0] ?? '');
  }
}

type Listed = Pick<Commit, 'sha' | 'parents'> & { readonly entries: readonly RawEntry[] };

function parseRecent(out: string): Listed[] {
  const fields = out.split('\0');
  const commits: Listed[] = [];
  for (let at = 0; at < fields.length; ) {
    const head = /^\u0001([0-9a-f]{40,64}) ?(.*)$/.exec(fields[at++] ?? '');
    if (head === null) continue;
    const entries = parseRaw([(fields[at] ?? '').trimStart(), ...fields.slice(at + 1)]);
    commits.push({ sha: head[1] ?? '', parents: (head[2] ?? '').split(' ').filter(Boolean), entries });
    at += 2 * entries.length;
  }
  return commits;
}

function toCommit(line: string): Commit | null {
  const [sha = '', parents = '', author = '', date = '', ...subject] = line.split('\0');
  if (!/^[0-9a-f]{40,64}$/.test(sha)) return null;
  return { sha, parents: parents.split(' ').filter(Boolean), author, date, subject: subject.join(' ') };
}

/** A path, and not a pattern. */
function toLiteral(path: string): string {
  return `:(top,literal)${path}`;
}
