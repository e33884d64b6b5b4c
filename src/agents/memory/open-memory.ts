import type { IdentifiedFailure, Incident } from '../../domain/incident.ts';
import { ruleOf } from '../../lore/incident-facts.ts';
import { type LoreIndex, openLoreIndex } from '../../lore/index/open-index.ts';
import { type Answered, type Question, recall } from '../../lore/recall.ts';
import { toSignature } from '../../lore/signature.ts';
import type { HealRun } from '../heal-run.ts';
import { type Told, toTold } from './told.ts';

/** What lore says, for one run. Opened at the first red check, closed at the run's end. Nothing here fails a run. */
export interface RunMemory {
  /** Fingerprints among these that a person let stand as flaky. */
  flakyAmong(failures: readonly IdentifiedFailure[]): Promise<ReadonlySet<string>>;
  tell(incidents: readonly Incident[]): Promise<(incident: Incident) => Promise<Told | null>>;
  /** Why lore was not asked, sentences. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Entries that are recalled for one incident. */
const LIMIT = 5;
const MOST_FINGERPRINTS = 5;
const MOST_SEARCHED = 20;
const MOST_WORDS = 1500;

export function createRunMemory(run: HealRun): RunMemory {
  const { ports, trigger } = run;
  const notes: string[] = [];
  let opened: Promise<LoreIndex> | null = null;
  const open = () => {
    opened ??= openLoreIndex(ports.lore, ports.progress);
    return opened;
  };
  const ask = async (questions: readonly Question[], limit: number) =>
    recall(
      questions,
      {
        index: await open(),
        source: ports.lore.source,
        facts: ports.facts,
        blobs: (paths) => ports.history.blobs(trigger.sha, paths),
        now: ports.clock.now(),
      },
      limit,
    );
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (ports.signal.aborted) throw error;
      notes.push(`Lore was not recalled: ${error instanceof Error ? error.message : String(error)}`);
      return otherwise;
    }
  };
  return {
    notes,
    flakyAmong: (failures) =>
      attempt(async () => {
        const known = await findFlaky(failures, await open());
        if (known.length === 0) return new Set<string>();
        const question = { fingerprints: known, signature: '', rule: '', words: '' };
        const [answer] = await ask([question], known.length * 2);
        return new Set(flakyOf(answer));
      }, new Set<string>()),
    tell: (incidents) =>
      attempt(
        async () => {
          const read = (path: string) => ports.history.read(trigger.sha, path);
          const questions = await Promise.all(incidents.map((incident) => toQuestion(incident, read)));
          const answers = await ask(questions, LIMIT);
          const { history, log } = ports;
          const from = { history, log, base: trigger.sha, fixers: trigger.fixers };
          return (incident: Incident) => {
            const answer = answers[incidents.indexOf(incident)];
            return attempt(async () => (answer === undefined ? null : toTold(answer, from)), null);
          };
        },
        async () => null,
      ),
    close: async () => (await opened?.catch(() => null))?.close(),
  };
}

async function findFlaky(
  failures: readonly IdentifiedFailure[],
  index: LoreIndex,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { fingerprint } of failures.slice(0, MOST_SEARCHED)) {
    const hits = await index.exact('fingerprint', fingerprint, LIMIT);
    if (hits.some(({ kind }) => kind === 'flaky')) found.push(fingerprint);
  }
  return found;
}

function flakyOf(answer: Answered | undefined): string[] {
  return (answer?.hits ?? []).flatMap(({ entry, trust }) =>
    entry.kind === 'flaky' && trust === 'verified' && entry.fingerprint !== null ? [entry.fingerprint] : [],
  );
}

async function toQuestion(
  incident: Incident,
  read: (path: string) => Promise<string | null>,
): Promise<Question> {
  const [first] = incident.failures;
  const prints = [incident.fingerprint, ...incident.failures.map(({ fingerprint }) => fingerprint)];
  const said = [incident.cause, first.rule, first.message, first.file, first.testPath?.join(' ')];
  return {
    fingerprints: [...new Set(prints)].slice(0, MOST_FINGERPRINTS),
    signature: await toSignature(incident, read),
    rule: ruleOf(incident) ?? '',
    words: said.join('\n').slice(0, MOST_WORDS),
  };
}
