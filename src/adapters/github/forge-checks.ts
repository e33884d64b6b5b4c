import * as z from 'zod';
import { type Annotation, type CheckRunText, type Forge, ForgeError } from '../../domain/forge.ts';
import { Anything, checkRunAs } from './answers.ts';
import type { Calls } from './open-calls.ts';

/** GitHub's limits; what is longer is refused as a whole. */
const MOST_ANNOTATIONS = 50;
const MOST_SUMMARY = 65_535;
const MOST_TITLE = 255;
const MOST_MESSAGE = 64 * 1024;
/** How often annotations are looked at again when a call that brought some ended in the dark. */
const MOST_LOOKS = 3;

const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const ANNOTATIONS = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';

const There = z.array(
  z
    .object({
      path: z.string(),
      start_line: z.number(),
      end_line: z.number(),
      annotation_level: z.string().nullish(),
      title: z.string().nullish(),
      message: z.string().nullish(),
    })
    // They have no id on GitHub: two that are equal are one.
    .transform((annotation) => ({ id: keyOf({ ...annotation, title: annotation.title ?? '' }) })),
);

type ChecksPart = Pick<Forge, 'checkRuns' | 'startCheck' | 'updateCheck'>;

export function forgeChecks(calls: Calls, appId: number): ChecksPart {
  const CheckRun = checkRunAs(appId);
  const Runs = z.object({ check_runs: z.array(CheckRun) }).transform(({ check_runs }) => check_runs);

  const there = async (id: number) => {
    const all = await calls.list(ANNOTATIONS, There, { check_run_id: id });
    return new Set(all.map((annotation) => annotation.id));
  };

  /** Sends what is not there yet. GitHub adds to what is there, so that a call that ended in the dark is looked after. */
  const send = async (id: number, text: CheckRunText, annotations: readonly object[]) => {
    let left = annotations;
    for (let looks = 0; left.length > 0; ) {
      const batch = left.slice(0, MOST_ANNOTATIONS);
      try {
        await calls.call(UPDATE, Anything, { check_run_id: id, output: toOutput(text, batch) });
        left = left.slice(batch.length);
      } catch (error) {
        looks += 1;
        if (!isInTheDark(error) || looks > MOST_LOOKS) throw error;
        const known = await there(id);
        left = left.filter((annotation) => !known.has(keyOf(annotation)));
      }
    }
  };

  /** The conclusion comes last: who sees it sees all. */
  const settle = async (id: number, text: CheckRunText) => {
    const body = { check_run_id: id, ...toStatus(text), output: toOutput(text, []), isHarmless: true };
    await calls.call(UPDATE, Anything, body);
  };

  return {
    checkRuns: async (sha) => {
      const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
      const all = await calls.list(route, Runs, { ref: sha, filter: 'all' });
      return all.toSorted((a, b) => b.id - a.id);
    },
    startCheck: async ({ name, sha, externalId, text }) => {
      const annotations = distinct(text.annotations);
      const isWhole = annotations.length <= MOST_ANNOTATIONS;
      const run = await calls.call('POST /repos/{owner}/{repo}/check-runs', CheckRun, {
        name,
        head_sha: sha,
        external_id: externalId,
        ...(isWhole ? toStatus(text) : { status: 'in_progress' }),
        output: toOutput(text, annotations.slice(0, MOST_ANNOTATIONS)),
      });
      if (isWhole) return run;
      await send(run.id, text, annotations.slice(MOST_ANNOTATIONS));
      await settle(run.id, text);
      return { ...run, status: text.status, conclusion: text.conclusion };
    },
    updateCheck: async (id, text) => {
      const annotations = distinct(text.annotations);
      const known = annotations.length > 0 ? await there(id) : new Set<string>();
      await send(
        id,
        text,
        annotations.filter((annotation) => !known.has(keyOf(annotation))),
      );
      await settle(id, text);
    },
  };
}

function isInTheDark(error: unknown): boolean {
  return error instanceof ForgeError && (error.status === 0 || error.status >= 500);
}

function toStatus({ status, conclusion }: CheckRunText): object {
  return status === 'completed' ? { status, conclusion: conclusion ?? 'neutral' } : { status };
}

function toOutput({ title, summary, text }: CheckRunText, annotations: readonly object[]): object {
  return {
    title,
    summary: clip(summary, MOST_SUMMARY),
    ...(text === undefined ? {} : { text: clip(text, MOST_SUMMARY) }),
    ...(annotations.length > 0 ? { annotations } : {}),
  };
}

/** As GitHub takes them, each once. */
function distinct(annotations: readonly Annotation[]): readonly object[] {
  const sent = annotations.map(({ path, startLine, endLine, level, title, message }) => ({
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    message: clip(message, MOST_MESSAGE),
    ...(title ? { title: clip(title, MOST_TITLE) } : {}),
  }));
  return [...new Map(sent.map((annotation) => [keyOf(annotation), annotation])).values()];
}

function keyOf(annotation: object): string {
  const { path, start_line, end_line, annotation_level, title, message } = annotation as Record<
    string,
    unknown
  >;
  return JSON.stringify([path, start_line, end_line, annotation_level, title || '', message]);
}

/** At most so many bytes of UTF-8: GitHub counts some of its limits in bytes. No character is cut in two. */
function clip(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const bytes = Buffer.from(text);
  let end = most - Buffer.byteLength('…');
  // A byte of the form 10xxxxxx is inside a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.subarray(0, end).toString('utf8')}…`;
}
