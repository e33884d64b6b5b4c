/** A reporter of Node's test runner: one JSON document with what failed, written to its own destination. */
'use strict';

const { resolve } = require('path');
const { inspect } = require('util');

module.exports = async function* report(source) {
  const failures = [];
  const stderr = {};
  let path = [];
  for await (const { type, data } of source) {
    if (type === 'test:stderr' && data.file) {
      // Since Node 22 this path is relative, that of a failure is not.
      const file = resolve(data.file);
      stderr[file] = `${stderr[file] || ''}${data.message}`.slice(0, 20_000);
    }
    if (type === 'test:start') path = [...path.slice(0, data.nesting), data.name];
    if (type === 'test:fail' && data.todo === undefined && data.skip === undefined) {
      failures.push(toFailure([...path.slice(0, data.nesting), data.name], data));
    }
  }
  yield JSON.stringify({ failures, stderr });
};

function toFailure(path, data) {
  const error = (data.details && data.details.error) || {};
  const cause = error.cause === undefined ? error : error.cause;
  const isError = cause !== null && typeof cause === 'object';
  return {
    path,
    file: data.file || null,
    line: data.line || null,
    column: data.column || null,
    failureType: error.failureType || null,
    name: isError && typeof cause.name === 'string' ? cause.name : null,
    code: isError && typeof cause.code === 'string' ? cause.code : null,
    message: isError ? String(cause.message) : String(cause),
    stack: isError && typeof cause.stack === 'string' ? cause.stack : '',
    expected: isError && 'expected' in cause ? toText(cause.expected) : null,
    actual: isError && 'actual' in cause ? toText(cause.actual) : null,
  };
}

/** Values that every reporter prints alike; an object is told by the message. */
function toText(value) {
  const plain = value === null || (typeof value !== 'object' && typeof value !== 'function');
  return plain ? inspect(value, { breakLength: Infinity }) : null;
}
