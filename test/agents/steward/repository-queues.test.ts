import { describe, expect, it } from '@jest/globals';
import { RepositoryQueues } from '../../../src/agents/steward/repository-queues.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('RepositoryQueues', () => {
  it('works one repository in order, one at a time, and others beside it', async () => {
    const told: string[] = [];
    let [running, most] = [0, 0];
    const busy = new Set<string>();
    const queues = new RepositoryQueues<string>(2, async (event) => {
      const [repository = ''] = event;
      expect(busy.has(repository)).toBe(false);
      busy.add(repository);
      most = Math.max(most, ++running);
      await soon();
      told.push(event);
      running--;
      busy.delete(repository);
    });
    for (const event of ['a1', 'a2', 'b1', 'c1', 'a3', 'c2']) queues.add(event.charCodeAt(0), event);
    await queues.idle();
    expect(told.filter((event) => event.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect([...told].sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'c2']);
    expect(most).toBe(2);
  });

  it('has each repository wait for its turn, and no longer, however much the others bring', async () => {
    const told: string[] = [];
    const queues = new RepositoryQueues<string>(2, async (event) => {
      await soon();
      told.push(event);
    });
    for (let n = 1; n <= 10; n++) for (const name of ['a', 'b']) queues.add(name.charCodeAt(0), name + n);
    queues.add('c'.charCodeAt(0), 'c1');
    await queues.idle();
    expect(told.indexOf('c1')).toBeLessThan(6);
    expect(told.filter((event) => event.startsWith('a'))).toHaveLength(10);
  });

  it('begins nothing after it is closed, and waits for what runs', async () => {
    const told: number[] = [];
    const queues = new RepositoryQueues<number>(1, async (event) => {
      await soon();
      told.push(event);
    });
    queues.add(1, 1);
    queues.add(1, 2);
    await queues.close();
    queues.add(1, 3);
    await soon();
    expect(told).toEqual([1]);
  });
});
