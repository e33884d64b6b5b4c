import * as z from 'zod';
import type { Forge } from '../../domain/forge.ts';
import { AJob, AWorkflowRun } from './answers.ts';
import type { Calls } from './open-calls.ts';
import { readTail } from './read-tail.ts';
import { ATTEMPT_MS, type Failed, retryCall } from './retry-call.ts';

const Runs = z.object({ workflow_runs: z.array(AWorkflowRun) }).transform((found) => found.workflow_runs);
const Jobs = z.object({ jobs: z.array(AJob) }).transform(({ jobs }) => jobs);
const RED: ReadonlySet<string | null | undefined> = new Set(['failure', 'timed_out']);
/** What was called off, or runs still, says nothing of what it was before. */
const TOLD: ReadonlySet<string | null> = new Set(['success', 'failure', 'timed_out']);
const MOST_LOG = 20 * 1024 * 1024;
/** Less than this is not worth reading a log for. */
const LEAST_LOG = 64 * 1024;
/** What is longer is not read to its end. */
const MOST_READ = 10 * MOST_LOG;

type WorkflowRun = z.infer<typeof AWorkflowRun>;
type ActionsPart = Pick<Forge, 'failedRuns' | 'runLog'>;

/** `fetch`: for the store that logs are kept in, to which our token is not shown. */
export function forgeActions(calls: Calls, fetch: typeof globalThis.fetch): ActionsPart {
  const logOf = async (job: number, keep: number): Promise<string | null> => {
    const route = 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs';
    const url = await calls.redirect(route, { job_id: job });
    return url === null ? null : readLog(url, { fetch, keep, time: calls.time });
  };
  return {
    failedRuns: async (sha) => {
      const runs = await calls.list('GET /repos/{owner}/{repo}/actions/runs', Runs, { head_sha: sha });
      const told = latest(runs.filter(({ conclusion }) => TOLD.has(conclusion)));
      return told.filter(({ conclusion }) => RED.has(conclusion));
    },
    runLog: async (id) => {
      const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs';
      const jobs = await calls.list(route, Jobs, { run_id: id, filter: 'latest' });
      const logs: string[] = [];
      let left = MOST_LOG;
      for (const job of jobs.filter(({ conclusion }) => RED.has(conclusion))) {
        if (left < LEAST_LOG) break;
        const log = await logOf(job.id, left);
        if (log === null) continue;
        logs.push(log);
        left -= Buffer.byteLength(log);
      }
      return logs.length > 0 ? logs.join('\n') : null;
    },
  };
}

/** One run of each workflow. A run that was started again keeps its number, so that the time comes first. */
function latest(runs: readonly WorkflowRun[]): readonly WorkflowRun[] {
  const oldest = runs.toSorted((a, b) => compare(a.startedAt, b.startedAt) || a.id - b.id);
  const last = new Map(oldest.map((run) => [run.workflow, run]));
  return [...last.values()].toReversed();
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

class LogAnswer extends Error {
  override readonly name = 'LogAnswer';
  readonly status: number;

  constructor(status: number) {
    super(`the log's store answers ${status}`);
    this.status = status;
  }
}

/** Null where it is gone: logs are kept for some months. */
async function readLog(
  url: string,
  { fetch, keep, time }: { fetch: typeof globalThis.fetch; keep: number; time: Calls['time'] },
): Promise<string | null> {
  const attempt = async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(ATTEMPT_MS) });
    if (response.status === 404 || response.status === 410) return null;
    if (!response.ok || !response.body) throw new LogAnswer(response.status);
    return await readTail(response.body, { keep, mostRead: MOST_READ });
  };
  const toFailed = (error: unknown): Failed => ({
    status: error instanceof LogAnswer ? error.status : 0,
    isUndone: true,
    retryAfterMs: null,
  });
  return retryCall(attempt, { isHarmless: true, toFailed, time });
}
