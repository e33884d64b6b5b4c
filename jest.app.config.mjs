import config from './jest.config.mjs';

/** People and the app on a GitHub in a box, at length: too long for each change, so run by hand when the steward changes. */
export default {
  ...config,
  testMatch: ['**/test/e2e/app-{commands,people,fixes}.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/fixtures/'],
};
