import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hashFolder, makeFolder, TOP } from '../../make.ts';
import { openSandbox, whyLeftOut } from './open.ts';

const why = await whyLeftOut();
const examined = await openSandbox().sandbox.examine();
const isDemanded = process.env.DREAMOS_DEMAND_SANDBOX === '1';
const shutIn = why === null ? describe : describe.skip;
const layered = isDemanded || (why === null && examined.layers !== 'none') ? describe : describe.skip;

/** What a tool does that takes a package for its own: changes a file, adds one, removes one, and reads it all back. */
const write = (modules: string) =>
  `cd '${modules}/a' && echo 'module.exports = 2;' > index.js && mkdir -p dist && echo x > dist/new && rm gone && node -p 'require("./index.js")' && ls`;

layered('packages in a layer', () => {
  it('may be written, changed and removed without effect on the user’s', async () => {
    const box = openSandbox();
    writeFileSync(join(box.packages, 'a', 'gone'), '');
    const before = hashFolder(box.packages);
    const written = { exit: 0, output: '2\ndist\nindex.js\n' };
    expect(await box.inside(write(box.packages))).toMatchObject(written);
    expect(hashFolder(box.packages)).toBe(before);
    // Each run begins with what is installed.
    expect(await box.inside(write(box.packages))).toMatchObject(written);
    expect(hashFolder(box.packages)).toBe(before);
    expect(await box.outside(write(box.packages))).toMatchObject(written);
    expect(hashFolder(box.packages)).not.toBe(before);
  });

  it('may lie in many folders, whatever these are called', async () => {
    const parts = [
      'a, b:c',
      'quo"te',
      'back\\slash',
      'ü\tä',
      '#',
      ...Array.from({ length: 40 }, (_, i) => `p${i}`),
    ];
    const dir = makeFolder();
    const folders = parts.map((part) => join(dir, part, 'node_modules'));
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'file'), 'as it was\n');
    }
    const box = openSandbox({ morePackages: [...folders, join(dir, 'gone')] });
    const before = hashFolder(dir);
    const command = `cd '${dir}' && for f in */node_modules/file; do echo changed > "$f" && cat "$f"; done`;
    expect((await box.inside(command)).output).toBe('changed\n'.repeat(parts.length));
    expect(hashFolder(dir)).toBe(before);
  });

  it('leave nothing behind, also what nobody may read', async () => {
    const box = openSandbox();
    await box.inside(`mkdir -p ${box.packages}/a/shut/deep && chmod 0 ${box.packages}/a/shut`);
    expect(readdirSync(join(box.dir, 'own')).filter((name) => /^(?:layers|status)/.test(name))).toEqual([]);
    expect(box.notes.join()).not.toContain('read-only');
  });

  it('are read-only where a file system cannot lie under a layer, and that is said', async () => {
    const box = openSandbox({ morePackages: ['/proc/sys/fs'] });
    const ran = await box.inside(`cat ${box.packages}/a/index.js; touch ${box.packages}/a/new`);
    expect(ran.output).toMatch(/^module\.exports = 1;\n.*Read-only file system/);
    expect(ran.exit).toBe(1);
    expect(box.notes).toContainEqual(expect.stringMatching(/^packages are read-only for checks: .+/));
  });
});

shutIn('packages where no layer can be had', () => {
  it('are read-only, and the level says so', async () => {
    const bin = makeFolder();
    writeFileSync(join(bin, 'mount'), '#!/bin/sh\nexit 32\n', { mode: 0o755 });
    const path = `${bin}${delimiter}${process.env.PATH}`;
    // bubblewrap 0.11 needs none.
    if ((await openSandbox({ path }).sandbox.examine()).layers === 'bwrap') return;
    const box = openSandbox({ path });
    const ran = await box.inside(`cat ${box.packages}/a/index.js; : > ${box.packages}/a/new`);
    expect(ran.output).toMatch(/^module\.exports = 1;\n.*Read-only file system/);
    expect(box.notes).toEqual([expect.stringMatching(/^sandbox: level [23] of 6 .*packages are read-only/)]);
  });
});

function findOnPath(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? name;
}

shutIn('what works on a machine', () => {
  it('is kept, and not tried again for the same programs', async () => {
    const { bin, known } = makeBwrap();
    const tries = () => readFileSync(join(bin, 'tries'), 'utf8').length;
    const path = `${bin}${delimiter}${process.env.PATH}`;
    await openSandbox({ path, known }).inside('true');
    const first = tries();
    const again = openSandbox({ path, known });
    expect(await again.inside('echo ran')).toMatchObject({ exit: 0, output: 'ran\n' });
    expect(tries()).toBe(first + 1);
    expect(first).toBeGreaterThan(2);
    chmodSync(join(bin, 'bwrap'), 0o755);
    writeFileSync(join(bin, 'bwrap'), `${readFileSync(join(bin, 'bwrap'))}\n# another`);
    await openSandbox({ path, known }).inside('true');
    expect(tries()).toBeGreaterThan(first + 3);
  });

  it('is forgotten when it does not work any more', async () => {
    const { bin, known } = makeBwrap();
    const path = `${bin}${delimiter}${process.env.PATH}`;
    await openSandbox({ path, known }).inside('true');
    expect(existsSync(known)).toBe(true);
    writeFileSync(join(bin, 'broken'), '');
    await expect(openSandbox({ path, known }).inside('true')).rejects.toMatchObject({
      code: 'refused',
      message: 'The sandbox could not be made: not any more',
    });
    expect(existsSync(known)).toBe(false);
  });

  /** A bubblewrap that counts how often it is started, and does nothing once there is a file `broken` beside it. */
  function makeBwrap() {
    const dir = makeFolder();
    const bin = join(dir, 'bin');
    mkdirSync(bin);
    const script = `#!/bin/sh\nprintf x >> ${bin}/tries\n[ -e ${bin}/broken ] && { echo not any more; exit 1; }\nexec ${findOnPath('bwrap')} "$@"\n`;
    writeFileSync(join(bin, 'bwrap'), script, { mode: 0o755 });
    return { bin, known: join(dir, 'cache', 'sandbox.json') };
  }
});

/** Root alone can become another; for anybody else the other tests are that test. */
const NOBODY = 65534;
const canBecome = process.getuid?.() === 0 && isReadableForAll(TOP);
(canBecome ? layered : describe.skip)('an ordinary user', () => {
  it('has the same sandbox as root', () => {
    const dir = makeFolder();
    chownSync(dir, NOBODY, NOBODY);
    const script = join(import.meta.dirname, 'as-user.ts');
    const become = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
    const output = execFileSync('setpriv', [...become, process.execPath, script, dir], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: dir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(JSON.parse(output)).toEqual({
      level: examined.level,
      layers: examined.layers,
      uid: `${NOBODY} ${NOBODY}\n`,
      written: '2\n',
      package: 'module.exports = 1;\n',
      key: expect.stringContaining('No such file'),
      left: [],
    });
  });
});

function isReadableForAll(folder: string): boolean {
  accessSync(folder, constants.R_OK);
  const mode = execFileSync('stat', ['-c', '%A', folder], { encoding: 'utf8' });
  return /x\s*$/.test(mode) && (dirname(folder) === folder || isReadableForAll(dirname(folder)));
}
