import { playGitHub } from './github.ts';
import { playHeal } from './heal.ts';
import { playLore } from './lore.ts';
import { playRegress } from './regress.ts';
import type { Stage } from './stage.ts';

export interface Chapter {
  readonly name: string;
  readonly tells: string;
  /** `isServed`: what can stay up does, until it is interrupted. */
  play(stage: Stage, options: { readonly isServed: boolean }): Promise<void>;
}

/** The demo's chapters, in the order in which they are played. */
export const chapters: readonly Chapter[] = [
  {
    name: 'heal',
    tells: 'three small broken repositories: two healed with proof, one escalated',
    play: playHeal,
  },
  {
    name: 'regress',
    tells: 'a regression in the middle of forty commits: its culprit, and the guilty line undone as a draft',
    play: playRegress,
  },
  {
    name: 'lore',
    tells: 'a mistake, its fix merged, and the same mistake elsewhere healed by memory',
    play: playLore,
  },
  {
    name: 'github',
    tells: 'the app on a GitHub in a box: onboarding, fixes, a draft, memory, an issue, a fork, a proof',
    play: playGitHub,
  },
];
