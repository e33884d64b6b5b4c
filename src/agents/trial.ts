import type { Incident } from '../domain/incident.ts';
import type { Attempt, Proof, Verdict } from '../domain/outcome.ts';
import type { Patch } from '../domain/patch.ts';
import type { Workspace } from '../domain/ports.ts';
import type { Report } from '../domain/report.ts';
import type { Fixer, Site } from '../repair/fixer.ts';
import { type Case, prove, screen } from '../repair/verify.ts';
import type { HealRun } from './heal-run.ts';
import { createLookBack, type LookBack } from './look-back.ts';
import type { DeadEnds } from './memory/dead-ends.ts';
import { compose, isGoneFrom, type Layer, mostPromising, onTopOf, unveiledBy } from './stack.ts';

export interface Cure {
  readonly fixer: string;
  /** True when a person has to say whether it is meant. */
  readonly draft: boolean;
  readonly patch: Patch;
  readonly proof: Proof;
  /** Unified diff to base. */
  readonly diff: string;
  /** The run without the patch, that its proof saw. */
  readonly red: Report;
  /** The runs with the patch, to see what else it turned green. */
  readonly reports: readonly Report[];
}

/** Patches on top of each other: what a fix unveils is mended too, so often, and proved as one. */
const MOST_LAYERS = 4;
/** Candidates that others are laid over, and candidates of one fixer that are laid over one. */
const MOST_ROOTS = 3;
const MOST_OVER = 4;

const NOT_COMPOSED: Verdict = {
  status: 'unapplicable',
  why: 'it moves a file, or takes back what it is laid over',
};

/** One incident's candidates and their verdicts. */
export class Trial {
  readonly attempts: Attempt[] = [];
  cure: Cure | null = null;
  readonly #run: HealRun;
  readonly #case: Case;
  readonly #seen = new Map<string, Verdict>();
  /** Verdicts of what was only tried out. */
  readonly #tried = new Map<string, Verdict>();
  readonly #deadEnds: DeadEnds | null;
  readonly lookBack: LookBack;
  /** Candidates that took the incident away but brought other failures of its check to light. */
  readonly #layers: Layer[] = [];

  constructor(run: HealRun, one: Case, deadEnds: DeadEnds | null) {
    this.#run = run;
    this.#case = one;
    this.#deadEnds = deadEnds;
    this.lookBack = createLookBack(run, one);
  }

  /** Asks one fixer until it is done; returns its advice. */
  async run(fixer: Fixer): Promise<string | null> {
    const step = this.#run.ports.progress.step(`${this.#case.incident.cause}: ${fixer.name}`);
    const before = this.attempts.length;
    try {
      return await this.#run.pool.use((workspace) => this.#converse(fixer, workspace));
    } catch (error) {
      if (this.#run.ports.signal.aborted) throw error;
      const why = `the fixer failed: ${error instanceof Error ? error.message : String(error)}`;
      this.attempts.push({
        fixer: fixer.name,
        candidate: '(none)',
        verdict: { status: 'unapplicable', why },
      });
      return null;
    } finally {
      step.done(this.#wordsOf(`${this.attempts.length - before} candidates, none proved`));
    }
  }

  #wordsOf(otherwise: string): string {
    return this.cure ? `proved: ${this.cure.patch.title}` : otherwise;
  }

  /** When nothing was proved, but candidates only unveiled what was hidden behind the incident: goes on from those. */
  async goOn(fixers: readonly Fixer[]): Promise<void> {
    for (const root of mostPromising(this.#layers.splice(0), MOST_ROOTS)) {
      let layer: Layer | null = root;
      for (let depth = 1; depth < MOST_LAYERS && layer !== null; depth++) {
        if (this.cure !== null || this.#run.budget.ending()) return;
        layer = await this.#layOver(layer, fixers);
      }
    }
  }

  /** The next layer, when a candidate for what the last one unveiled unveils more; null when there is none, or a cure. */
  async #layOver(layer: Layer, fixers: readonly Fixer[]): Promise<Layer | null> {
    const unveiled = await unveiledBy(this.#case.before, layer.after);
    if (unveiled === null) return null;
    for (const fixer of fixers) {
      if (fixer.mayTouch || fixer.drafts || !unveiled.failures.some(fixer.handles)) continue;
      const step = this.#run.ports.progress.step(`${unveiled.cause} (unveiled): ${fixer.name}`);
      const next = await this.#run.pool.use((workspace) => this.#tryOver(fixer, layer, unveiled, workspace));
      step.done(this.#wordsOf(next ? 'unveiled more' : 'not proved'));
      if (this.cure !== null || next !== null) return next;
    }
    return null;
  }

  async #tryOver(fixer: Fixer, layer: Layer, incident: Incident, below: Workspace): Promise<Layer | null> {
    const workspace = onTopOf(below, layer.patch);
    await workspace.reset();
    const conversation = fixer.propose(this.#siteOf(workspace, incident, layer.after));
    let verdicts: Verdict[] = [];
    for (let tried = 0; tried < MOST_OVER; ) {
      const turn = await conversation.next(verdicts);
      if (turn.done) return null;
      verdicts = [];
      await workspace.reset();
      for (const patch of turn.value.slice(0, MOST_OVER - tried)) {
        tried++;
        const whole = compose(layer.patch, patch);
        const verdict = whole === null ? NOT_COMPOSED : await this.#settle(fixer, whole, null);
        const next = this.#layers.pop();
        if (next && isGoneFrom(incident, next.after)) return next;
        if (verdict === null || this.cure !== null) return null;
        verdicts.push(verdict);
      }
    }
    await conversation.return(null);
    return null;
  }

  #siteOf(workspace: Workspace, incident: Incident, report: Report): Site {
    const { ports, budget, trigger } = this.#run;
    return {
      workspace,
      incident,
      report,
      renamesOf: (paths) => ports.history.renamesOf(trigger.sha, paths),
      left: () => budget.left(),
      signal: ports.signal,
      culprit: () => this.lookBack.culprit(workspace),
      tryOut: (patches) => this.#tryOut(patches, workspace),
    };
  }

  /** In waves, by the smallest command; a patch that was tried before is not tried again. */
  async #tryOut(patches: readonly Patch[], workspace: Workspace): Promise<readonly Verdict[]> {
    const verdicts: Verdict[] = [];
    const { check, before } = await this.lookBack.probe(workspace);
    const tryOne = async (patch: Patch) => {
      const known = this.#tried.get(keyOf(patch));
      if (known || this.#run.budget.ending() || !this.#run.budget.takeCandidate()) return known ?? null;
      const verdict = await this.#run.pool.use((own) =>
        screen(own, patch, { ...this.#case, check, before }, this.#run),
      );
      this.#tried.set(keyOf(patch), verdict);
      return verdict;
    };
    const width = this.#run.ports.parallel;
    for (let at = 0; at < patches.length; at += width) {
      const wave = await Promise.all(patches.slice(at, at + width).map(tryOne));
      verdicts.push(...wave.filter((verdict) => verdict !== null));
      if (wave.some((verdict) => verdict === null || verdict.status === 'plausible')) break;
    }
    return verdicts;
  }

  async #converse(fixer: Fixer, workspace: Site['workspace']): Promise<string | null> {
    const { incident, before } = this.#case;
    const { budget } = this.#run;
    const conversation = fixer.propose(this.#siteOf(workspace, incident, before));
    let turn = await conversation.next([]);
    while (!turn.done) {
      await workspace.reset();
      const verdicts = await this.#judgeBatch(fixer, turn.value);
      if (this.cure || budget.ending()) {
        await conversation.return(null);
        return null;
      }
      turn = await conversation.next(verdicts);
    }
    return turn.value;
  }

  /** Verdicts in the order of the patches. Stops at the first that is proved; what comes behind it is not evaluated. */
  async #judgeBatch(fixer: Fixer, offered: readonly Patch[]): Promise<readonly Verdict[]> {
    const verdicts = new Map<Patch, Verdict>();
    for (const patch of offered) {
      const known = this.#deadEnds?.verdictOf(fixer.name, patch);
      if (known) verdicts.set(patch, known);
    }
    const open = offered.filter((patch) => !verdicts.has(patch));
    const patches = this.#deadEnds?.toLast(fixer.name, open) ?? open;
    const judged = () => offered.flatMap((patch) => verdicts.get(patch) ?? []);
    const width = this.#run.ports.parallel;
    // A fixer's first candidate is most often right: it goes to the proof at once. The others are screened.
    const isFirst = !this.attempts.some((attempt) => attempt.fixer === fixer.name);
    for (let at = 0; at < patches.length; ) {
      const wave = patches.slice(at, at + (isFirst && at === 0 ? 1 : width));
      at += wave.length;
      const screened =
        wave.length === 1 ? [null] : await Promise.all(wave.map((patch) => this.#screen(fixer, patch)));
      for (const [index, patch] of wave.entries()) {
        const verdict = await this.#settle(fixer, patch, screened[index] ?? null);
        if (verdict === null) return judged();
        verdicts.set(patch, verdict);
        if (this.cure) return judged();
      }
    }
    return judged();
  }

  async #screen(fixer: Fixer, patch: Patch): Promise<Verdict | null> {
    const known = this.#seen.get(keyOf(patch));
    if (known) return known;
    if (this.#run.budget.ending()) return null;
    return this.#run.pool.use((workspace) => screen(workspace, patch, this.#caseOf(fixer), this.#run));
  }

  /** Turns a screened candidate (or one that was not screened) into a final verdict; null when the budget is spent. */
  async #settle(fixer: Fixer, patch: Patch, screened: Verdict | null): Promise<Verdict | null> {
    const key = keyOf(patch);
    const known = this.#seen.get(key);
    if (known) return known;
    if (this.#run.budget.ending() || !this.#run.budget.takeCandidate()) return null;
    const verdict =
      screened === null || screened.status === 'plausible' ? await this.#prove(fixer, patch) : screened;
    this.#seen.set(key, verdict);
    this.attempts.push({ fixer: fixer.name, candidate: patch.title, verdict });
    return verdict;
  }

  /** The guard lets a fixer touch what it exists for. */
  #caseOf(fixer: Fixer): Case {
    return { ...this.#case, guardOptions: { ...this.#case.guardOptions, allow: fixer.mayTouch ?? null } };
  }

  async #prove(fixer: Fixer, patch: Patch): Promise<Verdict> {
    const { ports, trigger } = this.#run;
    const proved = await prove(ports.workspaces, trigger.sha, patch, this.#caseOf(fixer), this.#run);
    const { verdict, diff, red, reports } = proved;
    if (verdict.status === 'proved' && diff !== null && red !== null) {
      const { proof } = verdict;
      const draft = fixer.drafts ?? false;
      this.cure = { fixer: fixer.name, draft, patch, proof, diff, red, reports };
    }
    const [after] = proved.reports;
    if (proved.verdict.status === 'broke' && proved.verdict.check === this.#case.check.name && after)
      this.#layers.push({ patch, after });
    return proved.verdict;
  }
}

/** Two fixers that want the same change want one candidate. */
function keyOf(patch: Patch): string {
  return JSON.stringify(patch.files.map((file) => [file.path, file.renamedFrom, file.after]));
}
