import { expect, it } from '@jest/globals';
import { approveFix } from '../../../src/agents/steward/approve-fix.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import type { Forge, PullRequest } from '../../../src/domain/forge.ts';
import { LaggingForge } from './lagging-forge.ts';
import { HEAD } from './make.ts';

const DRAFT = { number: 7, isDraft: true, labels: ['dreamos:needs-approval'], head: { sha: HEAD } };

async function approve(pull: object): Promise<string[]> {
  const done: string[] = [];
  const forge: Partial<Forge> = {
    checkRuns: async () => [],
    startCheck: async ({ name, sha, text }) => {
      done.push(`${name} ${sha === HEAD} ${text.title}`);
      return {} as never;
    },
    markReady: async (number) => void done.push(`ready ${number}`),
    removeLabel: async (number, label) => void done.push(`without ${label} ${number}`),
  };
  await approveFix(pull as PullRequest, 'ada', { forge } as Visit);
  return done;
}

it('says who approved which commit, and makes the draft ready', async () => {
  expect(await approve(DRAFT)).toEqual([
    'dreamos/verify true Approved by ada, for this commit',
    'ready 7',
    'without dreamos:needs-approval 7',
  ]);
});

it('leaves one that is ready as it is', async () => {
  expect(await approve({ ...DRAFT, isDraft: false, labels: [] })).toEqual([
    'dreamos/verify true Approved by ada, for this commit',
  ]);
});

it('leaves the proof in the check run to be read, however often it is said', async () => {
  const there = new LaggingForge();
  const { forge } = there;
  const proof = { status: 'completed', conclusion: 'success', title: 'Proved', annotations: [] } as const;
  const text = { ...proof, summary: 'The proof.', text: 'The logs.' };
  await forge.startCheck({ name: 'dreamos/verify', sha: HEAD, externalId: 'x', text });
  const pull = { ...DRAFT, isDraft: false, labels: [] } as unknown as PullRequest;
  for (const by of ['ada', 'ada', 'bob']) {
    there.settle();
    await approveFix(pull, by, { forge } as Visit);
  }
  there.settle();
  const [run] = await forge.checkRuns(HEAD);
  expect(run?.title).toBe('Approved by bob, for this commit');
  expect(run?.summary).toMatch(/^bob says [^\n]+\n\n---\n\nThe proof\.$/);
  expect(run?.text).toBe('The logs.');
});
