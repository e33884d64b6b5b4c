import { join } from 'node:path';
import type { House } from '../offline-github/open-house.ts';
import { BROKEN, FILES, SETTINGS } from './github-files.ts';
import { type Check, type Pull, Visitor } from './github-visitor.ts';
import type { Stage } from './stage.ts';

const APPROVAL = 'dreamos:needs-approval';

/** What Ada and Mallory do, what the app makes of it, and what must have come of each. */
export class Story {
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
    await this.#breakAgain();
    await this.#regress();
    const issue = await this.#unfixable();
    await this.#fork();
    await this.#weaken();
    await this.#dashboard(issue);
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
    expect((await this.#ada.issues()).length === 0, 'no issue before she says yes');
    this.#stage.say('She merges it, and sets what she wants.');
    await this.#merge(ask);
    const sha = await this.#ada.commit(SETTINGS, 'Judge every pull request');
    await this.#push();
    await this.#expectCheck(sha, ['dreamos/watch', 'success', 'All checks are green']);
  }

  async #breakAndTake(): Promise<void> {
    this.#stage.say('2. A push breaks the types. The check is red, and a proved fix is there.');
    const fix = await this.#breakTypes(BROKEN.link, 'Tidy links');
    this.#stage.page(fix.body ?? '');
    expect(
      /^\| `typecheck` \| .* \| exit [1-9]\d* \| exit 0 \|/m.test(fix.body ?? ''),
      'it was red and is green',
    );
    expect(
      /^\| `test` \| .* \| exit 0 \| exit 0 \|/m.test(fix.body ?? ''),
      'the tests are as green as they were',
    );
    const proved = ['dreamos/verify', 'success', 'Proved: typecheck was red and is green'] as const;
    await this.#expectCheck(fix.head.sha, proved);
    this.#stage.say('Ada merges it. Lore says so.');
    await this.#merge(fix);
    const page = await this.#ada.git('show', 'origin/dreamos/lore:lore/README.md');
    this.#stage.page(page);
    expect(page.includes('(fix, merged)'), 'lore says that a person merged it');
  }

  async #breakAgain(): Promise<void> {
    this.#stage.say(
      '3. A later push loses the same line, and changes another. Memory redoes what held, before any fixer is asked.',
    );
    const fix = await this.#breakTypes(BROKEN.moved, 'Move the pages');
    const lore = this.#showLore(fix);
    expect(/: redo `[0-9a-f]{8}` in src\/link\.js .*: proved$/m.test(lore), 'what held was done again');
    await this.#merge(fix);
  }

  /** Resolves to the fix, when the commit’s check is red and says so. */
  async #breakTypes(files: Readonly<Record<string, string>>, message: string): Promise<Pull> {
    const sha = await this.#ada.commit(files, message);
    await this.#push();
    await this.#expectCheck(sha, ['dreamos/watch', 'failure', '1 incident: 1 with a proved fix']);
    const fix = await this.#fix('src/link.js');
    expect(!fix.draft && !isWaiting(fix), 'a fix that needs nobody’s word is no draft');
    return fix;
  }

  async #regress(): Promise<void> {
    this.#stage.say(
      '4. A loop ends one too early. What undoes it is a draft: a person has to say whether it is meant.',
    );
    for (const at of [1, 2, 3]) await this.#ada.commit({ 'notes.md': `${at}\n` }, `Note ${at}`);
    await this.#ada.commit(BROKEN.total, 'Tidy totals');
    await this.#push();
    const fix = await this.#fix('src/total.js');
    expect(fix.draft && isWaiting(fix), 'a draft that waits');
    expect(
      fix.body?.includes(`/dreamos approve ${fix.head.sha}`) ?? false,
      'the command names the commit to approve',
    );
    const explained = await this.#ada.ask(fix.number, '/dreamos explain');
    expect(explained.faces.includes('rocket') && explained.answer.includes('total'), 'it explains');
    await this.#approve(fix);
    await this.#mergeByHand(fix);
  }

  async #approve({ number, head }: Pull): Promise<void> {
    this.#stage.say('A stranger approves it, and is refused. Ada approves the commit that she looked at.');
    const mallory = new Visitor(this.#house, this.#house.stranger, join(this.#stage.folder, 'mallory'));
    const refused = await mallory.ask(number, `/dreamos approve ${head.sha}`);
    this.#stage.tell(
      `mallory: /dreamos approve -> ${refused.faces.join(', ')}: ${firstLine(refused.answer)}`,
    );
    expect(refused.faces.includes('confused'), 'a stranger is refused');
    expect(isWaiting(await this.#ada.pullAt(number)), 'a stranger’s word changes nothing');
    const approved = await this.#ada.ask(number, `/dreamos approve ${head.sha}`);
    expect(approved.faces.includes('rocket'), 'the maintainer is heard');
    await this.#expectCheck(head.sha, ['dreamos/verify', 'success', 'Approved by ada, for this commit']);
    expect(!isWaiting(await this.#ada.pullAt(number)), 'it waits for nobody any more');
  }

  /** Resolves to the number of the issue. */
  async #unfixable(): Promise<number> {
    this.#stage.say(
      '5. A bug that nobody can undo, for its line is another by now: one issue, with the command that shows it and the commit.',
    );
    const sha = await this.#ada.commit(BROKEN.tax, 'Raise the tax');
    await this.#ada.commit(BROKEN.named, 'Name the rate');
    await this.#push();
    const [issue, ...others] = (await this.#ada.issues()).filter(({ labels }) =>
      labels.some(({ name }) => name === 'dreamos:needs-human'),
    );
    expect(issue !== undefined && others.length === 0, 'one issue');
    const body = issue?.body ?? '';
    this.#stage.page(body);
    expect(/^node --test .*test\/tax\.test\.js$/m.test(body), 'an issue with the command that shows it');
    expect(
      body.includes(`It turned red with [\`${sha.slice(0, 12)}\`]`) &&
        body.includes('`Raise the tax` by `ada`'),
      'an issue with the commit that did it',
    );
    return issue?.number ?? 0;
  }

  async #fork(): Promise<void> {
    this.#stage.say('6. A pull request from a fork: run shut in, reported, no more.');
    const mallory = new Visitor(this.#house, this.#house.stranger, join(this.#stage.folder, 'fork'));
    await mallory.api('POST', '/forks', {});
    await mallory.begin(this.#house.repo.cloneUrl.replace('/ada/', '/mallory/'));
    await mallory.pull();
    const sha = await mallory.commit(BROKEN.fork, 'Simplify');
    await mallory.push('simpler');
    const before = await this.#ada.everything();
    const number = await mallory.openPull('Simplify', 'mallory:simpler');
    await this.#house.calm();
    const checks = await this.#ada.checks(sha);
    this.#showChecks(sha, checks);
    expect(
      namesOf(checks) === 'dreamos/proof failure, dreamos/watch failure' &&
        checks.some(({ output }) => output.title === '1 incident: 1 for a person'),
      'its checks are red',
    );
    expect((await this.#ada.everything([number])) === before, 'nothing is written for a fork');
    expect((await this.#ada.said(number)) === 0, 'nothing is said on it');
    expect((await this.#ada.pullAt(number)).labels.length === 0, 'it gets no label');
  }

  async #weaken(): Promise<void> {
    this.#stage.say('7. A person’s pull request weakens a test. The check `dreamos/proof` shows it.');
    await this.#ada.pull();
    await this.#ada.git('switch', '-q', '-c', 'weaker');
    const sha = await this.#ada.commit(BROKEN.quiet, 'Quieter tests');
    await this.#ada.push('weaker');
    await this.#ada.openPull('Quieter tests', 'weaker');
    await this.#house.calm();
    const checks = await this.#ada.checks(sha);
    this.#showChecks(sha, checks);
    const proof = checks.find(({ name }) => name === 'dreamos/proof');
    expect(proof?.conclusion === 'failure' && /skip/.test(proof.output.summary ?? ''), 'the guard is heard');
  }

  async #dashboard(issue: number): Promise<void> {
    this.#stage.say('8. How things stand, in one issue:');
    const [board, ...others] = (await this.#ada.issues()).filter(({ number }) => number !== issue);
    expect(board?.title === 'Dream.OS Dashboard' && others.length === 0, 'a dashboard, and no other issue');
    const body = board?.body ?? '';
    this.#stage.page(body);
    const [, unfixed = ''] = /### Could not fix\n\n([\s\S]*?)\n\n### /.exec(body) ?? [];
    expect(
      body.includes('1 incident: 0 open, 0 waiting for a person, 1 not fixed.') &&
        unfixed.includes(`[no. ${issue}](`) &&
        unfixed.includes('- [ ] '),
      'it shows what a person has to mend, with a box to tick',
    );
    expect(body.includes('Of 3 pull requests, 3 merged (100 %).'), 'it counts what was merged');
    const head = (await this.#ada.git('rev-parse', 'origin/main')).slice(0, 12);
    expect(
      new RegExp(`^Last looked .* at \\[\`${head}\`\\]\\(.*\\), something red\\.$`, 'm').test(body),
      'it says when it looked',
    );
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
    const [fix, ...others] = await this.#ada.pulls('dreamos/fix/');
    if (!fix?.body?.includes(path) || others.length > 0) throw new Error(`one fix of ${path} was expected`);
    this.#stage.tell(`#${fix.number} ${fix.draft ? '(draft) ' : ''}${fix.title}`);
    return fix;
  }

  async #expectCheck(
    sha: string,
    [name, conclusion, title]: readonly [name: string, conclusion: string, title: string],
  ): Promise<void> {
    const checks = await this.#ada.checks(sha);
    this.#showChecks(sha, checks);
    const isThere = ({ output, ...one }: Check) =>
      one.name === name && one.conclusion === conclusion && output.title === title;
    expect(checks.some(isThere), `${name} is ${conclusion}: ${title}`);
  }

  #showChecks(sha: string, checks: readonly Check[]): void {
    for (const { name, conclusion, output } of checks)
      this.#stage.tell(`${name} at ${sha.slice(0, 10)}: ${conclusion}, ${output.title}`);
  }

  /** The part of a fix that says what memory did. */
  #showLore({ body }: Pull): string {
    const lore = /### Lore\n[\s\S]*?(?=\n### )/.exec(body ?? '')?.[0] ?? '';
    this.#stage.page(lore);
    return lore;
  }
}

function isWaiting({ labels }: Pull): boolean {
  return labels.some(({ name }) => name === APPROVAL);
}

function namesOf(checks: readonly Check[]): string {
  return checks
    .map(({ name, conclusion }) => `${name} ${conclusion}`)
    .sort()
    .join(', ');
}

function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`it was expected otherwise: ${what}`);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
