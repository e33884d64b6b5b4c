import type { IncidentOutcome } from '../domain/outcome.ts';
import type { WorkResult } from '../domain/work-order.ts';
import type { Redact } from './redact.ts';
import { redactFacts } from './redact-facts.ts';
import { personal } from './redact-rules.ts';

/**
 * What a piece of work came to, as it may be told to others: without secrets, before any page is made of it. A fix that would
 * write one into the code is none.
 */
export function redactWork(result: Exclude<WorkResult, { kind: 'error' }>, redact: Redact): typeof result {
  if (result.kind !== 'heal') return redactFacts(result, redact);
  const { outcome } = result;
  const incidents = outcome.incidents.map((one) => withoutLeak(one, redact));
  const isKept = incidents.every((one, at) => one === outcome.incidents[at]);
  const status = isKept ? outcome.status : 'escalated';
  return { ...result, outcome: redactFacts({ ...outcome, incidents, status }, redact) };
}

/** The same where nothing is leaked. */
function withoutLeak(one: IncidentOutcome, redact: Redact): IncidentOutcome {
  const secret = one.patch === null ? null : findSecret(one.patch, redact);
  if (secret === null) return one;
  return {
    ...one,
    ...{ outcome: 'escalated', fixer: null, title: null, patch: null, branch: null, commit: null },
    ...{ proof: null, draft: false },
    why: `the fix that was found would write a secret into the code (${secret}), so it is not proposed`,
  };
}

/** What kind of secret a patch adds; null where it adds none. Lines that are only moved were there before. */
function findSecret(patch: string, redact: Redact): string | null {
  const marked = (mark: '+' | '-') =>
    patch.split('\n').flatMap((line) => (line.startsWith(mark) ? [line.slice(1)] : []));
  const had = new Set(marked('-').map((line) => line.trim()));
  const added = marked('+').filter((line) => !had.has(line.trim()));
  const { cuts, stuck } = redact(added.join('\n'));
  return [...cuts, ...stuck].find(({ what }) => !personal.has(what))?.what ?? null;
}
