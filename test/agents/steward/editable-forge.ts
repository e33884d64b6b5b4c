import type { Forge } from '../../../src/domain/forge.ts';

type Edit = { state?: 'open' | 'closed'; labels?: readonly string[]; isMerged?: boolean };

/** Lets pull requests be closed and both be labelled on a forge in memory, which can only make them. Changes it, and returns it. */
export function letEdit(forge: Forge): Forge {
  const edits = new Map<number, Edit>();
  const { pulls, pull, issues, issue } = forge;
  const see = <T extends { readonly number: number }>(one: T): T => ({ ...one, ...edits.get(one.number) });
  const edit = (number: number, changed: Edit) => {
    edits.set(number, { ...edits.get(number), ...changed });
  };
  const labelsOf = async (number: number) =>
    edits.get(number)?.labels ?? ((await pull(number)) ?? (await issue(number)))?.labels ?? [];
  return Object.assign(forge, {
    pulls: async (filter) =>
      (await pulls({ ...filter, state: 'all' }))
        .map(see)
        .filter(({ state }) => filter.state === 'all' || filter.state === state),
    pull: async (number) => {
      const found = await pull(number);
      return found === null ? null : see(found);
    },
    issues: async ({ label, state }) =>
      (await issues({ state: 'all' }))
        .map(see)
        .filter((one) => label === undefined || one.labels.includes(label))
        .filter((one) => state === 'all' || state === one.state),
    issue: async (number) => {
      const found = await issue(number);
      return found === null ? null : see(found);
    },
    editPull: async (number, { state }) => edit(number, state === undefined ? {} : { state }),
    addLabels: async (number, labels) =>
      edit(number, { labels: [...new Set([...(await labelsOf(number)), ...labels])] }),
    removeLabel: async (number, label) =>
      edit(number, { labels: (await labelsOf(number)).filter((one) => one !== label) }),
  } satisfies Partial<Forge>);
}
