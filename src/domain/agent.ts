import type { Effect } from './effect.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import type { Trigger } from './trigger.ts';

/** Something that answers to triggers: it gathers, decides, and returns what should be done. */
export interface Agent {
  readonly name: string;
  accepts(trigger: Trigger): boolean;
  run(trigger: Trigger, ports: Ports): Promise<Outcome>;
}

/** What performing an effect left: where to find it. */
export interface Performed {
  readonly effect: Effect['kind'];
  /** A commit, a URL, a path. */
  readonly at: string;
}
