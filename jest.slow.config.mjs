import config from './jest.config.mjs';

/** The tests that `npm test` leaves out: repositories, machines and tools as they are, with the real thing. */
export default {
  ...config,
  testMatch: [
    '**/test/e2e/survival/*.test.ts',
    '**/test/e2e/app.test.ts',
    '**/test/e2e/app-{chaos,edges}.test.ts',
    '**/test/e2e/lore-*.test.ts',
    '**/test/fakes/github/*.test.ts',
    '**/test/adapters/git/mirror*.test.ts',
    '**/test/contracts/forge.test.ts',
    '**/test/checks/report-env.test.ts',
    '**/test/examples/*.test.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/test/fixtures/'],
};
