import { createHash } from 'node:crypto';
import type { Agent } from '../../domain/agent.ts';
import type { Engine } from '../../domain/engine.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { Ports, Records } from '../../domain/ports.ts';
import type { Trigger } from '../../domain/trigger.ts';

/** Same facts, same key: a trigger that is delivered twice is one run. */
export function triggerKey(agent: string, trigger: Trigger): string {
  return createHash('sha256')
    .update(`${agent}\n${JSON.stringify(trigger)}`)
    .digest('hex');
}

/** Runs agents in this process, for the CLI and the Action: no database, a record of each finished run on disk. */
export class InlineEngine implements Engine {
  readonly #records: Records;
  readonly #running = new Map<string, Promise<Outcome>>();

  constructor(records: Records) {
    this.#records = records;
  }

  start(agent: Agent, trigger: Trigger, ports: Ports): Promise<Outcome> {
    const key = triggerKey(agent.name, trigger);
    const known = this.#running.get(key);
    if (known) return known;
    const running = this.#run(agent, trigger, ports).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #run(agent: Agent, trigger: Trigger, ports: Ports): Promise<Outcome> {
    const outcome = await agent.run(trigger, ports);
    await this.#records.save(ports.run, outcome);
    return outcome;
  }
}
