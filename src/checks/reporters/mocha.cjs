/**
 * Loaded by mocha's `--require`. Whatever reporter was chosen stays; a listener beside it writes what failed to
 * DREAMOS_REPORT_FILE when the run ends. The words are those that mocha prints, so that both can be read alike.
 */
'use strict';

const file = process.env.DREAMOS_REPORT_FILE;
const root = process.env.DREAMOS_REPORT_TOOL;
// Workers of a parallel run load this as well; their failures arrive in the main process.
if (file && root && !process.env.MOCHA_WORKER_ID) {
  try {
    listen(require(root));
  } catch {
    // Another mocha than we know: its text is read.
  }
}

function listen(loaded) {
  const Mocha = loaded.default || loaded;
  const chooseReporter = Mocha.prototype.reporter;
  Mocha.prototype.reporter = function (...args) {
    const result = chooseReporter.apply(this, args);
    const Chosen = this._reporter;
    if (typeof Chosen === 'function') {
      this._reporter = class extends Chosen {
        constructor(runner, options) {
          super(runner, options);
          collect(runner, Mocha.utils);
        }
      };
    }
    return result;
  };
}

function collect(runner, utils) {
  const failures = [];
  runner.on('fail', (test, error) => failures.push(toFailure(test, error || {}, utils)));
  runner.on('end', () => {
    try {
      require('fs').writeFileSync(file, JSON.stringify({ failures }));
    } catch {
      // The folder may be gone; the text is read instead.
    }
  });
}

function toFailure(test, error, utils) {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const message = typeof error.message === 'string' ? error.message : String(error.message || error);
  const at = message === '' ? -1 : stack.indexOf(message);
  const shown = at === -1 ? message : stack.slice(0, at + message.length);
  const hasDiff =
    error.showDiff !== false && sameType(error.actual, error.expected) && error.expected !== undefined;
  return {
    path: titles(test),
    file: fileOf(test),
    headline: shown,
    message,
    stack: at === -1 ? stack : stack.slice(at + message.length),
    expected: hasDiff ? print(error.expected, utils) : null,
    actual: hasDiff ? print(error.actual, utils) : null,
  };
}

function titles(test) {
  // A test that came from a worker knows its titles, but has no suites above it.
  if (typeof test.titlePath === 'function') return test.titlePath().filter(Boolean).map(String);
  const path = [];
  for (let node = test; node; node = node.parent) if (node.title) path.unshift(String(node.title));
  return path;
}

function fileOf(test) {
  for (let node = test; node; node = node.parent) if (node.file) return node.file;
  return null;
}

function sameType(a, b) {
  return Object.prototype.toString.call(a) === Object.prototype.toString.call(b);
}

function print(value, utils) {
  return typeof value === 'string' ? value : utils.stringify(value);
}
