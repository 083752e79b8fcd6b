export type LaneOptions<T> = {
  /** Calls under way at the same time, over all lanes. */
  concurrency: number;
  maxItemsPerCall: number;
  /** How many items may wait before `push` makes its caller wait too. */
  maxWaiting: number;
  send: (items: T[]) => Promise<void>;
};

export type Lanes<T> = {
  /** Resolves when there is room for more. */
  push: (lane: string, item: T) => Promise<void>;
  /** Resolves when everything that was pushed has been sent, and rejects with the first failure. */
  drain: () => Promise<void>;
  /** Forgets what waits; what is under way still ends. */
  abandon: () => void;
};

type Lane<T> = { items: T[]; scheduled: boolean };

/**
 * Keeps the order within a lane (one call at a time, items as they came) and runs lanes side by side. Whatever waits
 * in a lane while its last call runs goes out with the next one.
 */
export function createLanes<T>({ concurrency, maxItemsPerCall, maxWaiting, send }: LaneOptions<T>): Lanes<T> {
  const lanes = new Map<string, Lane<T>>();
  const ready: Lane<T>[] = [];
  let wakeUps: (() => void)[] = [];
  let waiting = 0;
  let underWay = 0;
  let failure: { error: unknown } | null = null;

  function schedule(lane: Lane<T>): void {
    if (lane.scheduled || lane.items.length === 0) return;
    lane.scheduled = true;
    ready.push(lane);
  }

  function pump(): void {
    while (underWay < concurrency) {
      const lane = ready.shift();
      if (lane === undefined) return;
      void run(lane);
    }
  }

  async function run(lane: Lane<T>): Promise<void> {
    const items = lane.items.splice(0, maxItemsPerCall);
    waiting -= items.length;
    underWay += 1;
    try {
      if (items.length > 0) await send(items);
    } catch (error) {
      failure ??= { error };
      abandon();
    }
    underWay -= 1;
    lane.scheduled = false;
    schedule(lane);
    pump();
    wakeAll();
  }

  function abandon(): void {
    for (const lane of lanes.values()) lane.items = [];
    waiting = 0;
  }

  function wakeAll(): void {
    const waking = wakeUps;
    wakeUps = [];
    for (const wakeUp of waking) wakeUp();
  }

  async function until(condition: () => boolean): Promise<void> {
    while (failure === null && !condition()) await new Promise<void>((resolve) => wakeUps.push(resolve));
    if (failure !== null) throw failure.error;
  }

  return {
    push: async (key, item) => {
      if (failure !== null) throw failure.error;
      const lane = lanes.get(key) ?? { items: [], scheduled: false };
      lanes.set(key, lane);
      lane.items.push(item);
      waiting += 1;
      schedule(lane);
      pump();
      await until(() => waiting < maxWaiting);
    },
    drain: () => until(() => waiting === 0 && underWay === 0),
    abandon: () => {
      abandon();
      wakeAll();
    },
  };
}
