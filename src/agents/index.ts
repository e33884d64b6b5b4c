import type { Agent } from '../domain/agent.ts';
import { heal } from './heal.ts';

/** All agents; each says which triggers it answers to. */
export const agents: readonly Agent[] = [heal];
