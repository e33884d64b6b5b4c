import { IDENTITY } from './git.ts';
import type { Store } from './git-writer.ts';

export interface FilesCommit {
  /** Full name that the store knows the commit by. */
  readonly ref: string;
  /** Full SHA. */
  readonly parent: string;
  /** Only lore is written this way. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly message: string;
}

/** A commit of whole files on top of another, by one git process and without an index, however large the tree. Returns its SHA. */
export async function commitFiles(
  store: Store,
  { ref, parent, files, message }: FilesCommit,
): Promise<string> {
  const stray = files.find(({ path }) => !/^lore\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.md$/.test(path));
  if (stray) throw new Error(`${stray.path} is no file of lore`);
  const stream = [
    `commit ${ref}\nmark :1\n`,
    `committer ${IDENTITY.name} <${IDENTITY.email}> now\n`,
    toData(message),
    `from ${parent}\n`,
    ...files.map(({ path, text }) => `M 100644 inline ${path}\n${toData(text)}`),
    'get-mark :1\ndone\n',
  ];
  const words = ['fast-import', '--quiet', '--force', '--done', '--date-format=now'];
  return (await store.git.text(words, stream.join(''))).trim();
}

function toData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
