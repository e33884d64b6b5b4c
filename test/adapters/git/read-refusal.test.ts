import { expect, it } from '@jest/globals';
import { readRefusal } from '../../../src/adapters/git/read-refusal.ts';

const REF = 'refs/heads/dreamos/fix/x';
const said = (status: string, ...remote: string[]) =>
  [
    `To https://github.com/acme/widgets.git\n!\t${REF}:${REF}\t${status}\nDone`,
    ...remote.map((line) => `remote: ${line}        `),
    "error: failed to push some refs to 'https://github.com/acme/widgets.git'",
  ].join('\n');

it.each([
  ['[rejected] (stale info)'],
  ['[rejected] (non-fast-forward)'],
  ['[remote rejected] (cannot lock ref)'],
  [`[remote rejected] (reference already exists)`],
])('takes %s for somebody who was quicker', (status) => {
  expect(readRefusal(said(status))).toBe('rejected');
});

it.each([
  [
    'a ruleset',
    '[remote rejected] (push declined due to repository rule violations)',
    [
      `error: GH013: Repository rule violations found for ${REF}.`,
      'Review all repository rules at https://github.com/acme/widgets/rules',
      '',
      '- Cannot create ref due to creations being restricted.',
      '- Commits must have verified signatures.',
    ],
    'Cannot create ref due to creations being restricted. Commits must have verified signatures.',
  ],
  [
    'a hook',
    '[remote rejected] (pre-receive hook declined)',
    ['---', 'error: no ticket in the title'],
    'no ticket in the title',
  ],
  [
    'a protected branch',
    '[remote rejected] (protected branch hook declined)',
    [],
    'protected branch hook declined',
  ],
])('tells what %s says', (_, status, remote, refused) => {
  expect(readRefusal(said(status, ...remote))).toEqual({ refused });
});

it('is none where the forge has trouble of its own, or nothing was sent', () => {
  expect(readRefusal(said('[remote rejected] (Internal Server Error)'))).toBeNull();
  expect(readRefusal('fatal: unable to access: The requested URL returned error: 503')).toBeNull();
});
