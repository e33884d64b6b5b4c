import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { makeFolder } from '../../make.ts';

const source = (path: string) => JSON.stringify(pathToFileURL(resolve('src', path)).href);

/** Runs a program that may open so many files and no more. */
function run(text: string) {
  const path = join(makeFolder(), 'program.mjs');
  writeFileSync(
    path,
    `import { outlastWant } from ${source('entry/app/outlast-want.ts')};
     outlastWant((level, line) => console.log(level, line), (error) => {
       console.log('failed', error.message);
       process.exit(70);
     });
     ${text}`,
  );
  const line = ['-c', 'ulimit -n 200 && exec "$0" "$1"', process.execPath, path];
  const { stdout, status } = spawnSync('/bin/sh', line, { encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), status };
}

describe('outlastWant', () => {
  it('goes on where git cannot be started, and whoever wanted it is told', () => {
    const { lines, status } = run(`
      import { closeSync, openSync } from 'node:fs';
      import { openGit } from ${source('adapters/git/git.ts')};
      const git = openGit({ dir: '/' }, { PATH: process.env.PATH });
      const held = [];
      try {
        for (;;) held.push(openSync('/dev/null', 'r'));
      } catch {}
      console.log(await git.text(['--version']).catch((error) => error.code));
      for (const one of held) closeSync(one);
      console.log((await git.text(['--version'])).slice(0, 11));
    `);
    expect(status).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines).toContainEqual(expect.stringMatching(/^error a process could not be started: .* EMFILE$/));
    expect(lines).toContain('git-failed');
    expect(lines.at(-1)).toBe('git version');
  });

  it('ends for anything else, also where nobody waited for it', () => {
    expect(run("throw new Error('a bug')")).toEqual({ lines: ['failed a bug'], status: 70 });
    expect(run("void Promise.reject(new Error('a bug')); setTimeout(() => {}, 5000)")).toEqual({
      ...{ lines: ['failed a bug'], status: 70 },
    });
  });
});
