import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import type { Trigger } from './trigger.ts';

/** Something that answers to triggers: it gathers, decides, and returns what should be done. */
export interface Agent {
  readonly name: string;
  accepts(trigger: Trigger): boolean;
  run(trigger: Trigger, ports: Ports): Promise<Outcome>;
}
