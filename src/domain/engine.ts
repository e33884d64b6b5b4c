import type { Agent } from './agent.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import type { Trigger } from './trigger.ts';

/** Carries runs of agents. */
export interface Engine {
  start(agent: Agent, trigger: Trigger, ports: Ports): Promise<Outcome>;
}
