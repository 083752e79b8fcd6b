import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanes } from './lanes.ts';

type Item = { lane: string; number: number };

describe('lanes', () => {
  it('send everything once, in order within a lane, one call at a time for each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 }),
        fc.record({
          concurrency: fc.integer({ min: 1, max: 4 }),
          maxItemsPerCall: fc.integer({ min: 1, max: 5 }),
        }),
        async (scheduler, keys, limits) => {
          const sent: Item[] = [];
          const busy = new Set<string>();
          let underWay = 0;
          const lanes = createLanes<Item>({
            ...limits,
            maxWaiting: 10,
            send: async (items) => {
              const lane = items[0]?.lane ?? '';
              expect(busy.has(lane)).toBe(false);
              expect(items.length).toBeLessThanOrEqual(limits.maxItemsPerCall);
              busy.add(lane);
              underWay += 1;
              expect(underWay).toBeLessThanOrEqual(limits.concurrency);
              await scheduler.schedule(Promise.resolve());
              sent.push(...items);
              underWay -= 1;
              busy.delete(lane);
            },
          });
          const pushed = (async () => {
            for (const [number, lane] of keys.entries()) await lanes.push(lane, { lane, number });
            await lanes.drain();
          })();
          await scheduler.waitFor(pushed);
          for (const lane of ['a', 'b', 'c'])
            expect(sent.filter((item) => item.lane === lane).map((item) => item.number)).toEqual(
              [...keys.entries()].filter(([, key]) => key === lane).map(([number]) => number),
            );
        },
      ),
    );
  });

  it('make the pusher wait while too much waits', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const lanes = createLanes<number>({
      concurrency: 1,
      maxItemsPerCall: 1,
      maxWaiting: 2,
      send: () => gate,
    });
    await lanes.push('a', 1);
    await lanes.push('a', 2);
    const third = lanes.push('a', 3);
    await expect(Promise.race([third, Promise.resolve('still waiting')])).resolves.toBe('still waiting');
    release();
    await third;
    await lanes.drain();
  });

  it('hand on a failure and send nothing more', async () => {
    const sent: number[] = [];
    const lanes = createLanes<number>({
      concurrency: 1,
      maxItemsPerCall: 1,
      maxWaiting: 10,
      send: async ([item = 0]) => {
        sent.push(item);
        throw new Error('no answer');
      },
    });
    await lanes.push('a', 1);
    await expect(lanes.push('a', 2)).rejects.toThrow('no answer');
    await expect(lanes.drain()).rejects.toThrow('no answer');
    expect(sent).toEqual([1]);
  });
});
