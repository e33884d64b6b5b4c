import { HABIT_COMMITS, readHabits } from './text/habits.ts';
import type { Visit } from './visit.ts';

/** Whether commits of ours are signed off here: as the settings say, or as the log shows that people do. */
export async function signsOff({ config, workshop }: Pick<Visit, 'config' | 'workshop'>): Promise<boolean> {
  const { signOff } = config.github;
  return signOff === 'auto'
    ? readHabits(await workshop.log(HABIT_COMMITS)).isSignedOff
    : signOff === 'always';
}
