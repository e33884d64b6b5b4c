import { expect, it } from '@jest/globals';
import { askReviewers } from '../../../src/agents/steward/ask-reviewers.ts';
import type { Visit } from '../../../src/agents/steward/visit.ts';
import { Config } from '../../../src/domain/config.ts';
import type { PullRequest } from '../../../src/domain/forge.ts';
import { BASE, makeHealed, PATCH } from './make.ts';

it('asks the owners of what is changed and of what is deleted', async () => {
  const asked: (readonly string[])[] = [];
  const visit = {
    forge: {
      requestReviewers: async (_number: number, logins: readonly string[]) => void asked.push(logins),
    },
    workshop: { read: async () => '/src/app.ts @ada\n/src/old.ts @bob\n/src/other.ts @eve\n' },
    ...{ synced: { head: BASE }, config: Config.parse({ github: { reviewers: 'codeowners' } }) },
  } as unknown as Visit;
  const gone = `diff --git a/src/old.ts b/src/old.ts
deleted file mode 100644
--- a/src/old.ts
+++ /dev/null
@@ -1 +0,0 @@
-++ b/src/other.ts
`;
  const pull = { number: 4, author: { login: 'dreamos[bot]', isBot: true } } as PullRequest;
  await askReviewers(pull, makeHealed({ patch: `${PATCH}${gone}` }), visit);
  expect(asked).toEqual([['ada', 'bob']]);
});
