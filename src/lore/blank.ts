import type { LoreEntry } from '../domain/lore.ts';

/** All that an entry need not say: null or empty. */
export const blank: Omit<LoreEntry, 'id' | 'kind' | 'created' | 'title' | 'body'> = {
  agent: null,
  run: null,
  event: null,
  base: null,
  head: null,
  patch: null,
  check: null,
  rule: null,
  fingerprint: null,
  signature: null,
  files: [],
  tests: [],
  fixer: null,
  tried: [],
  candidates: null,
  seconds: null,
  outcome: null,
  cites: [],
  confidence: null,
  trust: null,
  supersedes: [],
  refers: [],
  expires: null,
  tags: [],
};
