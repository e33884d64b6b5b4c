import type { Incident } from '../domain/incident.ts';
import type { FileChange, Patch } from '../domain/patch.ts';
import type { Workspace } from '../domain/ports.ts';
import type { Report } from '../domain/report.ts';
import { identify } from '../repair/fingerprint.ts';
import { groupIncidents } from '../repair/incidents.ts';
import { addedSince, tally } from '../repair/judge.ts';

/** A candidate that took the incident away and let the check go on to what was hidden behind it. */
export interface Layer {
  readonly patch: Patch;
  /** The run with the patch. */
  readonly after: Report;
}

/** What the check shows only with a patch: `a && b` stops at `a`, a compiler at its first phase. */
export async function unveiledBy(before: Report, after: Report): Promise<Incident | null> {
  const [first] = await groupIncidents(addedSince(tally(identify(before.failures)), after));
  return first ?? null;
}

/** Layers to go on from: those that show least in the files they changed, for that may be damage, not what was hidden. */
export function mostPromising(layers: readonly Layer[], many: number): readonly Layer[] {
  const damage = ({ patch, after }: Layer) => {
    const own = new Set(patch.files.map(({ path }) => path));
    return after.failures.filter(({ file }) => file !== null && own.has(file)).length;
  };
  return layers
    .map((layer) => ({ layer, damage: damage(layer) }))
    .sort((a, b) => a.damage - b.damage)
    .slice(0, many)
    .map(({ layer }) => layer);
}

/** True when the run shows none of the incident's failures. */
export function isGoneFrom(incident: Incident, report: Report): boolean {
  const seen = tally(identify(report.failures));
  return incident.failures.every((failure) => !seen.has(failure.fingerprint));
}

/**
 * The workspace as a fixer sees it that works on top of a patch: `reset` goes back to base with the patch. `changes` and
 * `diff` stay relative to base.
 */
export function onTopOf(workspace: Workspace, patch: Patch): Workspace {
  const reset = async () => {
    await workspace.reset();
    const applied = await workspace.apply(patch);
    if (!applied.applied) throw new Error(`the first patch no longer applies: ${applied.why}`);
  };
  return { ...workspace, reset };
}

/** Both patches as one to base; null where that takes more than texts (a move). */
export function compose(first: Patch, second: Patch): Patch | null {
  const files = [...first.files, ...second.files];
  if (files.some((file) => file.renamedFrom !== null || file.binary)) return null;
  const composed = new Map<string, FileChange>(first.files.map((file) => [file.path, file]));
  for (const file of second.files) {
    const below = composed.get(file.path);
    composed.set(file.path, below ? { ...file, before: below.before, beforeMode: below.beforeMode } : file);
  }
  const changed = [...composed.values()].filter((file) => file.before !== file.after);
  return changed.length === 0 ? null : { title: `${first.title}; ${second.title}`, files: changed };
}
