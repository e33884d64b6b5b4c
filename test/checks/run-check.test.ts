import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runCheck } from '../../src/checks/run-check.ts';
import type { Workspace, Workspaces } from '../../src/domain/ports.ts';
import type { Check } from '../../src/domain/report.ts';
import { openAdapters } from '../adapters/git/open.ts';
import { makeRepository } from '../make.ts';

const check: Check = {
  name: 'test',
  kind: 'test',
  run: 'node --test',
  cwd: '.',
  timeoutMs: 30_000,
  tools: ['node-test'],
  why: '',
};

const TESTS = `
const { test } = require('node:test');
const assert = require('node:assert');
test('adds', () => assert.strictEqual(1 + 1, 3));
test('is fine', () => {});
`;

let workspaces: Workspaces;
let sha: string;

beforeAll(async () => {
  const repository = makeRepository({
    'sum.test.js': TESTS,
    'packages/a/node_modules/.bin/inner': '#!/bin/sh\necho inner\n',
    'node_modules/.bin/outer': '#!/bin/sh\necho outer\n',
  });
  const tools = ['packages/a/node_modules/.bin/inner', 'node_modules/.bin/outer'];
  repository.git('update-index', '--chmod=+x', ...tools);
  repository.git('commit', '--quiet', '-m', 'tools');
  sha = repository.git('rev-parse', 'HEAD');
  ({ workspaces } = await openAdapters(repository.dir));
});

const inWorkspace = <T>(work: (workspace: Workspace) => Promise<T>) => workspaces.use(sha, work);

describe('runCheck', () => {
  it('runs the command, reads what its tools reported, and leaves no report behind', async () => {
    await inWorkspace(async (workspace) => {
      const report = await runCheck(check, workspace);
      expect(report).toMatchObject({ check: 'test', command: 'node --test', status: 'red' });
      expect(report.ran.exit).toBe(1);
      expect(report.failures).toMatchObject([
        {
          check: 'test',
          tool: 'node-test',
          file: 'sum.test.js',
          testPath: ['adds'],
          expected: '3',
          actual: '2',
        },
      ]);
      expect(readdirSync(workspace.scratch)).toEqual([]);
    });
  });

  it('is green on exit 0, whatever was printed', async () => {
    const report = await inWorkspace((workspace) =>
      runCheck({ ...check, run: 'echo "src/a.ts(1,2): error TS2304: Cannot find name"' }, workspace),
    );
    expect(report).toMatchObject({ status: 'green', failures: [] });
  });

  it('runs a narrower command at the top in the place of its own', async () => {
    const narrow = "node --test --test-name-pattern='^is fine$' sum.test.js";
    const report = await inWorkspace((workspace) =>
      runCheck({ ...check, cwd: 'packages' }, workspace, { narrow }),
    );
    expect(report).toMatchObject({ check: 'test', command: narrow, status: 'green' });
  });

  it('finds installed tools from the folder up, the nearest first', async () => {
    const report = await inWorkspace((workspace) =>
      runCheck({ ...check, run: 'inner && outer && pwd', cwd: 'packages/a' }, workspace),
    );
    expect(report.ran.output).toMatch(/^inner\nouter\n.*packages\/a\n$/);
  });

  it('ends at the deadline it is given, and says so', async () => {
    const report = await inWorkspace((workspace) =>
      runCheck({ ...check, run: 'sleep 30' }, workspace, { timeoutMs: 200 }),
    );
    expect(report).toMatchObject({ status: 'red', ran: { timedOut: true, exit: null } });
    expect(report.failures).toMatchObject([{ tool: 'exit' }]);
  });

  it('ends when aborted', async () => {
    const report = await inWorkspace((workspace) =>
      runCheck({ ...check, run: 'sleep 30' }, workspace, { signal: AbortSignal.timeout(200) }),
    );
    expect(report).toMatchObject({ status: 'red', ran: { timedOut: false, exit: null } });
  });
});
