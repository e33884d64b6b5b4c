/**
 * Loaded into every Node process of a check (`NODE_OPTIONS=--require`), so it must cost next to nothing: it asks whether a
 * tool may be starting, and leaves the rest to `start-tool.cjs`. Must never break or change the tool, and runs on any Node
 * since 12, so the syntax is old on purpose.
 */
'use strict';

const STARTER =
  /(?:^|[\\/])(?:jest|vitest|_?mocha|eslint|(?:vue-)?tsc|biome|(?:bin-)?prettier|test)(?:\.[cm]?js)?$/;

const directory = process.env.DREAMOS_REPORT_DIR;
// A process that Node's own test runner started for one file reports to that runner.
if (directory && !process.env.NODE_TEST_CONTEXT) {
  const isRunner = process.execArgv.includes('--test');
  if (isRunner || STARTER.test(process.argv[1])) {
    try {
      require('./start-tool.cjs')(directory, isRunner);
    } catch {
      // A report is a courtesy: without it the text is read.
    }
  }
}
