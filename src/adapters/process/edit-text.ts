import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DreamError } from '../../domain/errors.ts';

export interface EditOptions {
  /** Absolute folder for the file that is edited; made when it is not there. */
  readonly folder: string;
  /** The user's environment: it names the editor. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether a person can type into it. */
  readonly isTerminal: boolean;
}

/** Lets the user change a text in their own editor, which has the terminal meanwhile. Returns what was saved. */
export async function editText(
  text: string,
  { folder, variables, isTerminal }: EditOptions,
): Promise<string> {
  const editor = variables.VISUAL || variables.EDITOR;
  if (!editor || !isTerminal) {
    const why = editor ? 'there is no terminal' : 'EDITOR is not set';
    throw new DreamError(
      'bad-usage',
      `No editor can be opened: ${why}.`,
      'Give the text as a file, or on standard input.',
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await mkdtemp(join(folder, 'edit-'));
  try {
    const file = join(own, 'entry.md');
    await writeFile(file, text, { mode: 0o600 });
    await runEditor(editor, file, variables);
    return await readFile(file, 'utf8');
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** As git starts it: by the shell, so that `code --wait` is an editor too. There is no deadline: a person is writing. */
function runEditor(editor: string, file: string, env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit', env });
    child.on('error', fail);
    child.on('close', (exit) => {
      if (exit === 0) done();
      else fail(new DreamError('bad-usage', `The editor ended with exit ${exit}.`, 'Nothing was written.'));
    });
  });
}
