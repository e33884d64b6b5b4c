import type { Failure } from '../domain/report.ts';
import { guessRoots } from './guess-roots.ts';
import { readFailures } from './read-report.ts';
import { stripAnsi } from './strip-ansi.ts';

/** `gh run view --log` puts job and step before each line. */
const JOB_AND_STEP = /^[^\t\n]{1,200}\t[^\t\n]{1,200}\t(?=\uFEFF?\d{4}-\d\d-\d\dT)/;
/** GitHub, GitLab (with stream and continuation), Azure, Jenkins: `2024-01-02T03:04:05.678Z `, `[2024-…] `. */
const TIMESTAMP =
  /^\uFEFF?\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?(?: \d\d[OE][+ ]?| |$)/;
const MARKER =
  /^(?:##\[(?:error|warning|debug|command|section)\]|section_(?:start|end):\d+:[\w.-]+(?:\[[^\]]*\])?)/;
const GROUP = /^(?:##\[(?:end)?group\]|::(?:end)?group::)/;
/** GitHub's page shows `##[error]` as `Error: `. */
const SHOWN_ERROR = /^(?:Error|Warning): (?=\S+[(:]\d+|\s+\d+:\d+\s+(?:error|warning)\s)/;

/**
 * Reads the log of a CI run from anywhere: time stamps, markers, colours and the unknown folder that the repository was
 * in are taken off first. Several tools may be in one log. Empty when nothing in it says what failed.
 */
export function readLog(log: string): Failure[] {
  const lines = stripAnsi(log)
    .split(/\r\n|[\n\r]/)
    .map(toBareLine);
  const output = lines.filter((line) => !GROUP.test(line)).join('\n');
  return readFailures({ check: 'log', output, reports: [], roots: guessRoots(lines), cwd: '.' }, []);
}

function toBareLine(line: string): string {
  return line.replace(JOB_AND_STEP, '').replace(TIMESTAMP, '').replace(MARKER, '').replace(SHOWN_ERROR, '');
}
