import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBox } from './open-box.ts';

/** Run by a test as another user, in a folder of that user's (the argument): says as JSON what the sandbox did there. */
const box = openBox({ dir: process.argv[2] ?? '' });
const { level, layers } = await box.sandbox.examine();
const outputOf = async (command: string) => (await box.inside(command)).output;
const found = {
  level,
  layers,
  uid: await outputOf('echo $(id -u) $(stat -c %u .)'),
  written: await outputOf(
    `echo 'module.exports = 2;' > ${box.packages}/a/index.js; node -p 'require("${box.packages}/a")'`,
  ),
  package: readFileSync(join(box.packages, 'a', 'index.js'), 'utf8'),
  key: await outputOf(`cat ${box.home}/.ssh/key 2>&1`),
  left: readdirSync(join(box.dir, 'own')).filter((name) => /^(?:layers|status)/.test(name)),
};
process.stdout.write(JSON.stringify(found));
