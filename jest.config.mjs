/** Tests mirror src/ under test/. Real git in temp folders; the net is never used. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // What real machines, repositories, tools and the whole app do takes minutes: `npm run test:slow`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '/test/fixtures/',
    '/test/e2e/survival/',
    '/test/e2e/app',
    '/test/e2e/lore-',
    '/test/fakes/github/',
    '/test/adapters/git/mirror',
    '/test/contracts/forge',
    '/test/checks/report-env',
    '/test/examples/',
  ],
  modulePathIgnorePatterns: ['/test/fixtures/', '/test/tools/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
  testTimeout: 60_000,
  maxWorkers: 2,
};
