import { join } from 'node:path';
import { type House, openHouse } from '../offline-github/open-house.ts';
import { type Pull, Visitor } from './github-visitor.ts';
import type { Stage } from './stage.ts';

const testOf = (name: string, call: string, value: string) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${name} } from '../src/${name}.js';

test('${name}', () => {
  assert.equal(${call}, ${value});
});
`;
const loopOf = (name: string, list: string, part: string) => `export function ${name}(${list}) {
  let all = 0;
  for (let at = 0; at < ${list}.length; at++) {
    all += ${list}[at].${part};
  }
  return all;
}
`;
const FILES = {
  'package.json':
    '{ "name": "widgets", "private": true, "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/slug.js': "export const slug = (title) => title.toLowerCase().replaceAll(' ', '-');\n",
  'src/total.js': loopOf('total', 'items', 'cents'),
  'src/weigh.js': loopOf('weigh', 'parts', 'grams'),
  'test/slug.test.js': testOf('slug', "slug('A B')", "'a-b'"),
  'test/total.test.js': testOf('total', 'total([{ cents: 250 }, { cents: 50 }])', '300'),
  'test/weigh.test.js': testOf('weigh', 'weigh([{ grams: 20 }, { grams: 5 }])', '25'),
};
const CONFIG = `checks:
  test: node --test
flakyRuns: 1
github:
  prove: true
  caps: { pullsPerHour: 20, openPulls: 10 }
`;
const early = (text: string, list: string) => text.replace(`${list}.length`, `${list}.length - 1`);

/** The whole loop on a GitHub in a box: from the first push to the dashboard. */
export async function playGitHub(stage: Stage, { isServed }: { isServed: boolean }): Promise<void> {
  const house = await openHouse({
    folder: join(stage.folder, 'house'),
    environment: { ...process.env, XDG_CACHE_HOME: join(stage.folder, 'cache') },
    log: (line) => stage.tell(`app: ${line}`),
  });
  try {
    await new Story(stage, house).play();
    if (isServed) await serve(stage, house);
  } finally {
    await house.close();
  }
}

class Story {
  readonly #stage: Stage;
  readonly #house: House;
  readonly #ada: Visitor;

  constructor(stage: Stage, house: House) {
    this.#stage = stage;
    this.#house = house;
    this.#ada = new Visitor(house, house.maintainer, join(stage.folder, 'ada'));
  }

  async play(): Promise<void> {
    await this.#begin();
    await this.#breakAndTake();
    await this.#regress();
    await this.#again();
    await this.#unfixable();
    await this.#fork();
    await this.#weaken();
    await this.#dashboard();
    expect(this.#house.github.violations.length === 0, 'each call is one that GitHub knows');
  }

  async #begin(): Promise<void> {
    this.#stage.say(
      '1. Ada installs the app and pushes. It opens one pull request, and writes nothing else.',
    );
    await this.#ada.begin(this.#house.repo.cloneUrl);
    await this.#ada.commit(FILES, 'Begin');
    await this.#push();
    const [ask, ...others] = await this.#ada.pulls('');
    expect(ask?.title === 'Configure Dream.OS' && others.length === 0, 'one onboarding pull request');
    this.#stage.say('She merges it, and sets what she wants.');
    await this.#merge(ask);
    await this.#ada.commit({ '.github/dreamos.yml': CONFIG }, 'Judge every pull request');
    await this.#push();
  }

  async #breakAndTake(): Promise<void> {
    this.#stage.say('2. A push breaks an export. The check turns, and a proved fix is there.');
    const sha = await this.#ada.commit(
      { 'src/slug.js': FILES['src/slug.js'].replace('slug ', 'slag ') },
      'Tidy',
    );
    await this.#push();
    await this.#showChecks(sha);
    const fix = await this.#fix('src/slug.js');
    expect(!fix.draft, 'a fix that needs nobody’s word is no draft');
    this.#stage.page(fix.body ?? '');
    this.#stage.say('Ada merges it. Lore says so.');
    await this.#merge(fix);
    await this.#showLore('merged');
  }

  async #regress(): Promise<void> {
    this.#stage.say(
      '3. A loop ends one too early. What undoes it is a draft: a person has to say whether it is meant.',
    );
    for (const at of [1, 2, 3]) await this.#ada.commit({ 'notes.md': `${at}\n` }, `Note ${at}`);
    await this.#ada.commit({ 'src/total.js': early(FILES['src/total.js'], 'items') }, 'Tidy totals');
    await this.#push();
    const fix = await this.#fix('src/total.js');
    expect(
      fix.draft && fix.labels.some(({ name }) => name === 'dreamos:needs-approval'),
      'a draft that waits',
    );
    const explained = await this.#ada.ask(fix.number, '/dreamos explain');
    expect(explained.faces.includes('rocket') && explained.answer.includes('total'), 'it explains');
    this.#stage.say('A stranger approves it, and is refused. Ada approves the commit that she looked at.');
    const mallory = new Visitor(this.#house, this.#house.stranger, join(this.#stage.folder, 'mallory'));
    const refused = await mallory.ask(fix.number, `/dreamos approve ${fix.head.sha}`);
    this.#stage.tell(
      `mallory: /dreamos approve -> ${refused.faces.join(', ')}: ${firstLine(refused.answer)}`,
    );
    expect(refused.faces.includes('confused'), 'a stranger is refused');
    const approved = await this.#ada.ask(fix.number, `/dreamos approve ${fix.head.sha}`);
    expect(approved.faces.includes('rocket'), 'the maintainer is heard');
    await this.#mergeByHand(fix);
  }

  async #again(): Promise<void> {
    this.#stage.say(
      '4. The same mistake in another file, with other names. Memory mends it: no history is searched.',
    );
    await this.#ada.commit({ 'src/weigh.js': early(FILES['src/weigh.js'], 'parts') }, 'Tidy weights');
    await this.#push();
    const fix = await this.#fix('src/weigh.js');
    const lore = /### Lore\n[\s\S]*?(?=\n### )/.exec(fix.body ?? '')?.[0] ?? '';
    this.#stage.page(lore);
    expect(/do as|redo/.test(lore), 'the pull request says what was recalled');
    await this.#mergeByHand(fix);
  }

  async #unfixable(): Promise<void> {
    this.#stage.say('5. A test that no fixer can turn green: one issue, with the command that shows it.');
    await this.#ada.commit(
      { 'src/tax.js': 'export const tax = () => 0;\n', 'test/tax.test.js': testOf('tax', 'tax(100)', '19') },
      'Tax',
    );
    await this.#push();
    const issue = (await this.#ada.issues()).find(({ labels }) =>
      labels.some(({ name }) => name === 'dreamos:needs-human'),
    );
    expect(
      issue !== undefined && (issue.body ?? '').includes('tax.test.js'),
      'an issue with its reproduction',
    );
    this.#stage.page(issue?.body ?? '');
  }

  async #fork(): Promise<void> {
    this.#stage.say('6. A pull request from a fork: run shut in, reported, no more.');
    const mallory = new Visitor(this.#house, this.#house.stranger, join(this.#stage.folder, 'fork'));
    await mallory.api('POST', '/forks', {});
    await mallory.begin(this.#house.repo.cloneUrl.replace('/ada/', '/mallory/'));
    await mallory.pull();
    const sha = await mallory.commit({ 'src/slug.js': "export const slug = () => 'broken';\n" }, 'Simplify');
    await mallory.push('simpler');
    const before = (await this.#ada.pulls('dreamos/')).length;
    await mallory.api('POST', '/pulls', { title: 'Simplify', head: 'mallory:simpler', base: 'main' });
    await this.#house.calm();
    await this.#showChecks(sha);
    expect((await this.#ada.pulls('dreamos/')).length === before, 'nothing is proposed for a fork');
  }

  async #weaken(): Promise<void> {
    this.#stage.say('7. A person’s pull request weakens a test. The check `dreamos/proof` shows it.');
    await this.#ada.pull();
    await this.#ada.git('switch', '-q', '-c', 'weaker');
    const weaker = FILES['test/total.test.js'].replace("test('total'", "test.skip('total'");
    const sha = await this.#ada.commit({ 'test/total.test.js': weaker }, 'Quieter tests');
    await this.#ada.push('weaker');
    await this.#ada.api('POST', '/pulls', { title: 'Quieter tests', head: 'weaker', base: 'main' });
    await this.#house.calm();
    await this.#showChecks(sha);
    const proof = (await this.#ada.checks(sha)).find(({ name }) => name === 'dreamos/proof');
    expect(proof?.conclusion === 'neutral' && /skip/.test(proof.output.summary ?? ''), 'the guard is heard');
  }

  async #dashboard(): Promise<void> {
    this.#stage.say('8. How things stand, in one issue:');
    const issue = (await this.#ada.issues()).find(({ title }) => title === 'Dream.OS Dashboard');
    expect(issue !== undefined, 'a dashboard');
    this.#stage.page(issue?.body ?? '');
  }

  async #push(): Promise<void> {
    await this.#ada.push('main');
    await this.#house.calm();
  }

  async #merge(pull: Pull | undefined): Promise<void> {
    await this.#ada.merge(pull?.number ?? 0);
    await this.#house.calm();
    await this.#ada.pull();
  }

  /** GitHub merges no draft by its button: git does, as the commit's message says. */
  async #mergeByHand({ head }: Pull): Promise<void> {
    await this.#ada.pull();
    await this.#ada.git('merge', '-q', '--no-ff', '-m', `Take ${head.ref}`, `origin/${head.ref}`);
    await this.#push();
    await this.#ada.pull();
  }

  async #fix(path: string): Promise<Pull> {
    const fixes = await this.#ada.pulls('dreamos/fix/');
    const fix = fixes.find(({ body }) => body?.includes(path));
    if (fix === undefined) throw new Error(`no fix of ${path} was proposed`);
    this.#stage.tell(`#${fix.number} ${fix.draft ? '(draft) ' : ''}${fix.title}`);
    return fix;
  }

  async #showChecks(sha: string): Promise<void> {
    for (const { name, conclusion, output } of await this.#ada.checks(sha))
      this.#stage.tell(`${name} at ${sha.slice(0, 10)}: ${conclusion}, ${output.title}`);
  }

  async #showLore(word: string): Promise<void> {
    const page = await this.#ada.git('show', 'origin/dreamos/lore:lore/README.md');
    expect(page.includes(word), `lore says ${word}`);
    this.#stage.page(page);
  }
}

/** Stays until it is interrupted. */
async function serve(stage: Stage, { github, repo, maintainer }: House): Promise<void> {
  stage.say(`It stays up until Ctrl-C: ${github.url}/${repo.owner}/${repo.name}`);
  stage.tell(`API ${github.api}, token of the maintainer ${maintainer.token}`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`it was expected otherwise: ${what}`);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
