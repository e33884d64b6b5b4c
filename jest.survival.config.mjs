import config from './jest.config.mjs';

/** The tests that `npm test` leaves out: repositories and machines as they are, with the real thing. */
export default {
  ...config,
  roots: ['<rootDir>/test/e2e/survival'],
  testPathIgnorePatterns: ['/node_modules/', '/test/fixtures/'],
};
