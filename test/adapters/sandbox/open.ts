import { makeFolder } from '../../make.ts';
import { openBox } from './open-box.ts';

/** As `openBox`, in a folder that is gone after the test file. */
export function openSandbox(options: Omit<Parameters<typeof openBox>[0], 'dir'> = {}) {
  return openBox({ ...options, dir: makeFolder() });
}

/** Why nothing can be shut in here; null where it can. Demanded by `.ci/run`: what is missing is then red, not left out. */
export async function whyLeftOut(): Promise<string | null> {
  if (process.env.DREAMOS_DEMAND_SANDBOX === '1') return null;
  const { level, name, why } = await openSandbox().sandbox.examine();
  return level <= 3 ? null : `${name} ${why}`;
}
