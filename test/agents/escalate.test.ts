import { describe, expect, it } from '@jest/globals';
import { readAdvice, renderEscalation } from '../../src/agents/escalate.ts';
import { findSuspects } from '../../src/agents/suspects.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { Attempt } from '../../src/domain/outcome.ts';
import type { Check, Failure } from '../../src/domain/report.ts';
import { findInvisible } from '../../src/lore/invisible.ts';
import { heededIn } from '../lore/markdown-tree.ts';
import { makeFailure } from '../make.ts';

const CHECK: Check = {
  name: 'test',
  kind: 'test',
  run: 'npm test',
  cwd: '.',
  timeoutMs: 1000,
  tools: ['jest'],
  why: 'given',
};

function makeIncident(overrides: Partial<Failure> = {}): Incident {
  const failure = {
    ...makeFailure({ tool: 'jest', testPath: ['sum', 'adds'], file: 'test/sum.test.ts', ...overrides }),
    fingerprint: 'f'.repeat(64),
  };
  return {
    fingerprint: failure.fingerprint,
    check: 'test',
    cause: 'AssertionError in adds',
    failures: [failure],
  };
}

function render(incident: Incident, attempts: readonly Attempt[] = []): string {
  return renderEscalation({
    incident,
    check: CHECK,
    base: 'a'.repeat(40),
    attempts,
    advice: [],
    culprit: null,
    suspects: ['src/sum.ts'],
    why: 'no candidate could be proved',
  });
}

describe('renderEscalation', () => {
  it('says what failed, how to see it, what was tried and why not, and where to look', () => {
    const refused: Attempt = {
      fixer: 'typescript',
      candidate: 'skip the test',
      verdict: {
        status: 'refused',
        guard: {
          allowed: false,
          findings: [{ rule: 'test-changed', file: 'a', line: 1, why: 'it weakens a test' }],
        },
      },
    };
    const broke: Attempt = {
      fixer: 'modules',
      candidate: 'rename it',
      verdict: { status: 'broke', check: 'lint', why: 'src/a.ts:1: no-undef', ms: 1 },
    };
    expect(render(makeIncident({ expected: '3', actual: '4' }), [refused, broke])).toMatchSnapshot();
  });

  it('lets no log open a block, a comment, a mention or a table', () => {
    const message = `<!-- x -->\u202e@everyone \`a\` | b \\| c\n\`\`\`\n# heading\u200b [l](http://x) www.x.y ${'a'.repeat(40)} #12 GH-3 :tada: $x$`;
    const text = renderEscalation({
      incident: { ...makeIncident({ message, expected: '```\n# no' }), cause: message },
      check: { ...CHECK, run: message },
      base: 'a'.repeat(40),
      attempts: [{ fixer: 'f|g', candidate: message, verdict: { status: 'unapplicable', why: message } }],
      advice: [message],
      culprit: { status: 'unknown', why: message },
      suspects: [message],
      why: message,
    });
    expect(heededIn(text)).toEqual({ html: [], urls: [], texts: [] });
    expect(findInvisible(text)).toBe(-1);
    expect(text).toContain('````text\nexpected: ```\n# no');
    expect(text.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(3);
  });
});

describe('readAdvice', () => {
  it('finds what to look at next, and takes no word of it for markup', () => {
    const text = render(makeIncident());
    expect(readAdvice(text)).toEqual([
      '`src/sum.ts`: the test uses it',
      '`test/sum.test.ts:1`: where it shows',
      'the commits that touched it last: `git log -5 --oneline -- test/sum.test.ts`',
    ]);
    const hostile = readAdvice(`### Look at next\n\n- [click](https://evil.example) @everyone <img src=x>\n`);
    expect(heededIn(`- ${hostile.join('\n- ')}`)).toEqual({ html: [], urls: [], texts: [] });
    expect(readAdvice('nothing')).toEqual([]);
  });
});

describe('findSuspects', () => {
  const files: Record<string, string> = {
    'test/sum.test.ts':
      "import { sum } from '../src/sum.js';\nconst a = require('../src/a');\nimport('./nowhere');\nimport x from 'lodash';\n",
    'src/sum.ts': '',
    'src/a/index.js': '',
  };
  const read = async (path: string) => files[path] ?? null;

  it('names the own files that a red test imports', async () => {
    expect(await findSuspects(makeIncident(), read)).toEqual(['src/sum.ts', 'src/a/index.js']);
  });

  it('names none where the stack does, or where there is no test', async () => {
    const frames = [{ file: 'src/sum.ts', line: 1, column: 1, name: 'sum', own: true }];
    expect(await findSuspects(makeIncident({ frames }), read)).toEqual([]);
    expect(await findSuspects(makeIncident({ testPath: null }), read)).toEqual([]);
  });
});
