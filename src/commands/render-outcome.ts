import { count } from '../domain/count.ts';
import { toLine } from '../domain/failure-line.ts';
import type { IncidentOutcome, Outcome } from '../domain/outcome.ts';

/** The result of `heal` for a terminal: one block an incident, then a line that sums up. */
export function renderOutcome(outcome: Outcome): string {
  const blocks = outcome.incidents.map((one) => renderIncident(one));
  const notes = outcome.notes.map((note) => `note: ${note}`);
  return `${[...blocks, ...notes, ...renderLore(outcome), summarise(outcome)].join('\n')}\n`;
}

function renderIncident(one: IncidentOutcome): string {
  const { incident } = one;
  const many = incident.failures.length;
  const head = `${MARKS[one.outcome]} ${incident.check} ${incident.fingerprint.slice(0, 8)}: ${incident.cause}${many > 1 ? ` (${many} failures)` : ''}`;
  const first = `  ${toLine(incident.failures[0])}`;
  return [head, first, ...renderMemory(one), ...renderEnd(one), ''].join('\n');
}

/** What lore said, in a line an entry, and what that changed. */
function renderMemory({ lore: { recalled, changed } }: IncidentOutcome): string[] {
  return [
    ...recalled.map(
      ({ id, why, trust, stale }) =>
        `  lore: ${id} (${trust}${stale ? ', stale' : ''}; ${why.slice(0, MOST_WHY)})`,
    ),
    ...changed.map((sentence) => `  lore: ${sentence}`),
  ];
}

const MOST_WHY = 100;

const MARKS: Readonly<Record<IncidentOutcome['outcome'], string>> = {
  healed: '✓ healed',
  escalated: '✗ needs a person',
  flaky: '~ flaky',
  refused: '- left alone',
};

function renderEnd(one: IncidentOutcome): string[] {
  if (one.outcome !== 'healed') {
    const escalation = (one.escalation ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => (line ? `  │ ${line}` : '  │'));
    return one.outcome === 'refused' ? [`  ${one.why}`] : ['', ...escalation];
  }
  const proof = one.proof;
  return [
    `  ${one.title} (${one.fixer}, ${count(one.candidates, 'candidate')})`,
    `  proved: exit ${proof?.red.exit ?? '?'} before, exit ${proof?.green.exit ?? '?'} after${proof && proof.others.length > 0 ? `; ${count(proof.others.length, 'other check')} not worse` : ''}`,
    ...(one.draft && one.culprit
      ? [
          `  draft: it turned red with ${one.culprit.sha.slice(0, 12)} “${one.culprit.subject}” (${one.culprit.runs} runs)`,
          `  ask ${one.culprit.author}: was that change meant? If it was, the test is out of date.`,
        ]
      : one.draft
        ? [
            '  draft: made as one that held before. Was the code meant as it is? Then the test is out of date.',
          ]
        : []),
    ...(one.branch
      ? [
          `  branch ${one.branch}`,
          `  see it:  git show ${one.commit?.slice(0, 12) ?? one.branch}`,
          `  take it: git merge --ff-only ${one.branch}`,
        ]
      : [`  ${one.why}; git apply takes the patch:`, '', ...(one.patch ?? '').trimEnd().split('\n')]),
  ];
}

/** `Lore: 1 fix entry in its branch; 2 failures, devlog 01J… on dreamos/lore`. */
function renderLore({ incidents, lore }: Outcome): string[] {
  const fixes = new Set(incidents.flatMap(({ branch }) => branch ?? []));
  const carried = lore.written.filter(({ branch }) => fixes.has(branch));
  const apart = lore.written.filter(({ branch }) => !fixes.has(branch));
  const kinds = Map.groupBy(apart, ({ kind }) => kind);
  const listed = [...kinds].map(([kind, entries]) =>
    kind === 'devlog' ? `devlog ${entries.map(({ id }) => id).join(', ')}` : count(entries.length, kind),
  );
  const parts = [
    ...(carried.length > 0
      ? [`${count(carried.length, 'fix entry in the branch', 'fix entries in the branches')}`]
      : []),
    ...(listed.length > 0 ? [`${listed.join(', ')} on ${apart[0]?.branch}`] : []),
  ];
  return parts.length === 0 ? [] : [`Lore: ${parts.join('; ')}`];
}

function summarise(outcome: Outcome): string {
  const of = (kind: IncidentOutcome['outcome']) =>
    outcome.incidents.filter((one) => one.outcome === kind).length;
  const parts = (['healed', 'escalated', 'flaky', 'refused'] as const)
    .filter((kind) => of(kind) > 0)
    .map((kind) => `${of(kind)} ${kind}`);
  const { total, checks } = outcome.seconds;
  const what = outcome.incidents.length === 0 ? 'all checks are green' : parts.join(', ');
  return `${outcome.status}: ${what} (${total.toFixed(1)} s, ${checks.toFixed(1)} s of it in checks)`;
}
