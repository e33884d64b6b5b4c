import { describe, expect, it } from '@jest/globals';
import { commentCommands } from '../../../../src/agents/steward/commands/index.ts';
import { parseComment } from '../../../../src/agents/steward/commands/parse-comment.ts';
import {
  replyBad,
  replyConfig,
  replyDenied,
  replyDone,
  replyExplain,
  replyHelp,
  replyLimited,
  replyLore,
  replyRefused,
  replyStatus,
  replyUnknown,
} from '../../../../src/agents/steward/text/replies.ts';
import { expectPlain, HOSTILE, HTML_URL, makeEscalated, makeOutcome, PRINT, withText } from '../make.ts';

const ID = '01M862KT9SD9W76CY6B9CVDTFW';
const FACTS = { htmlUrl: HTML_URL, run: makeOutcome([]), branch: 'main', attempt: 1, runUrl: null };
const command = (name: string) => {
  const found = commentCommands.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const ANSWER = {
  ...{ id: ID, title: 'Flaky: `a port`', why: 'the words port, test', path: 'lore/2026/11/x.md' },
  isOnHead: false,
};
const PLACES = { htmlUrl: HTML_URL, branch: 'main', loreBranch: 'dreamos/lore' };

function all(text: string): string[] {
  return [
    replyHelp(null),
    replyHelp('fix'),
    replyHelp(text),
    replyUnknown(text, 'fix'),
    replyUnknown(text, null),
    replyBad(command('approve'), 'the whole SHA of the commit that you looked at: 40 digits'),
    replyBad(command('config'), 'nothing'),
    replyDenied(command('approve'), 'read'),
    replyLimited(20, new Date('2026-11-24T12:34:56Z')),
    replyRefused(command('fix'), text),
    replyDone(command('stop'), text, `${HTML_URL}/issues/3`),
    replyDone(command('stop'), text, null),
    replyStatus({
      incident: { check: text, fingerprint: PRINT, attempts: 2 },
      doing: text,
      next: text,
      isStopped: true,
    }),
    replyStatus({ incident: null, doing: text, next: null, isStopped: false }),
    replyExplain(withText(makeEscalated(), text), FACTS),
    replyLore(text, [], PLACES),
    replyLore(
      text,
      [
        { ...ANSWER, title: text, why: text },
        { ...ANSWER, path: '../../../evil/x' },
      ],
      PLACES,
    ),
    replyConfig(text, []),
    replyConfig('', [text, text]),
  ];
}

describe('replies', () => {
  it('say what there is to say', () => {
    expect(all('it is so').join('\n\n* * *\n\n')).toMatchSnapshot();
  });

  it('take no word of others for more than a word, and are short', () => {
    for (const text of [HOSTILE, 'x|`<i> '.repeat(5000)])
      for (const reply of all(text)) {
        expectPlain(reply);
        expect(reply.length).toBeLessThan(10_000);
      }
  });

  it('command nothing themselves', () => {
    for (const reply of all('/dreamos approve')) expect(parseComment(reply).status).toBe('none');
  });

  it('show every command in the help, and each one alone', () => {
    for (const { name, usage, aliases } of commentCommands) {
      expect(replyHelp(null)).toContain(usage);
      expect(replyHelp(name)).toContain(usage);
      for (const alias of aliases) expect(replyHelp(alias)).toContain(usage);
    }
  });

  it('link an entry where it is', () => {
    const text = replyLore('a port', [ANSWER, { ...ANSWER, isOnHead: true }], PLACES);
    const linked = [...text.matchAll(/\((https:[^)]*)\)/g)].map(([, link]) => link);
    expect(linked).toEqual([
      `${HTML_URL}/blob/dreamos/lore/${ANSWER.path}`,
      `${HTML_URL}/blob/main/${ANSWER.path}`,
    ]);
  });
});
