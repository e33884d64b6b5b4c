import type { CommitHabits } from '../../domain/commit-habits.ts';
import { HABIT_COMMITS, readHabits } from '../commit-habits.ts';
import type { Visit } from './visit.ts';

/** How commits of ours are named here, as people name theirs, and whether they are signed off: as the settings say, or as people do. */
export async function habitsOf({
  config,
  workshop,
}: Pick<Visit, 'config' | 'workshop'>): Promise<CommitHabits> {
  const habits = readHabits(await workshop.log(HABIT_COMMITS));
  const { signOff } = config.github;
  return signOff === 'auto' ? habits : { ...habits, isSignedOff: signOff === 'always' };
}
