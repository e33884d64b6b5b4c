import { describe, expect, it } from '@jest/globals';
import type { Incident } from '../../src/domain/incident.ts';
import type { Failure, Report } from '../../src/domain/report.ts';
import { identify } from '../../src/repair/fingerprint.ts';
import { judge, newlyRed } from '../../src/repair/judge.ts';
import { makeFailure, makeRan } from '../make.ts';

const a = makeFailure({ tool: 'tsc', rule: 'TS2304', message: "Cannot find name 'a'." });
const b = makeFailure({ tool: 'tsc', rule: 'TS2304', message: "Cannot find name 'b'." });

function makeReport(failures: readonly Failure[], exit = failures.length > 0 ? 1 : 0): Report {
  return {
    check: 'typecheck',
    command: 'tsc',
    status: exit === 0 ? 'green' : 'red',
    ran: makeRan({ exit }),
    failures: [...failures],
  };
}

function makeIncident(...failures: [Failure, ...Failure[]]): Incident {
  const [first, ...rest] = identify(failures);
  if (!first) throw new Error('none');
  return { fingerprint: first.fingerprint, check: 'typecheck', cause: 'it', failures: [first, ...rest] };
}

describe('judge', () => {
  it('is green when the command is', () => {
    expect(judge(makeIncident(a), makeReport([a]), makeReport([]))).toEqual({
      status: 'green',
      remaining: [],
    });
  });

  it('is green when its failures are gone and others, there before, are left; and names them', () => {
    const left = identify([b]).map((failure) => failure.fingerprint);
    expect(judge(makeIncident(a), makeReport([a, b]), makeReport([b]))).toEqual({
      status: 'green',
      remaining: left,
    });
  });

  it('does not mind shifted lines', () => {
    const shifted = { ...b, line: 99 };
    expect(judge(makeIncident(a), makeReport([a, b]), makeReport([shifted]))).toMatchObject({
      status: 'green',
    });
  });

  it('is still red when one of several of the same kind is left', () => {
    const twice = { ...a, line: 7 };
    expect(judge(makeIncident(a, twice), makeReport([a, twice]), makeReport([a]))).toMatchObject({
      status: 'still-red',
      left: 1,
    });
  });

  it('broke something when a failure is there that was not, also one more of a kind that was', () => {
    expect(judge(makeIncident(a), makeReport([a]), makeReport([b]))).toMatchObject({ status: 'broke' });
    const more = judge(makeIncident(a), makeReport([a, b]), makeReport([b, { ...b, line: 5 }]));
    expect(more).toMatchObject({ status: 'broke' });
  });

  it('demands exit 0 where the incident was the last one', () => {
    expect(judge(makeIncident(a), makeReport([a]), makeReport([], 2))).toMatchObject({
      status: 'still-red',
      left: 0,
    });
  });

  it('calls a run that did not end in time by its name', () => {
    const late = { ...makeReport([b], 1), ran: makeRan({ exit: null, timedOut: true }) };
    expect(judge(makeIncident(a), makeReport([a]), late)).toEqual({ status: 'timed-out' });
  });
});

describe('newlyRed', () => {
  it('says what a check shows that it did not', () => {
    expect(newlyRed(makeReport([]), makeReport([]))).toBeNull();
    expect(newlyRed(makeReport([a]), makeReport([a]))).toBeNull();
    expect(newlyRed(makeReport([]), makeReport([a]))).toContain("Cannot find name 'a'");
    expect(newlyRed(makeReport([a]), makeReport([a, b]))).toContain("Cannot find name 'b'");
  });
});
