import type { Steward } from '../../domain/steward.ts';

/** Where nobody works off what is heard, nothing is taken: GitHub then shows the deliveries as failed. */
export async function openNoSteward(): Promise<Steward> {
  return {
    receive: async () => {
      throw new Error('there is no steward');
    },
    ready: () => false,
    close: async () => {},
  };
}
