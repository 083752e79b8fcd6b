import { setImmediate as endOfTurn } from 'node:timers/promises';

/** One lead on its way to the database, with what the caller waits for. */
type Waiting<Item, Result> = {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
};

export type DrawQueueOptions<Item, Result> = {
  /** Answers for each item, in order; never called twice at once for one wallet. */
  run(walletKey: string, items: Item[]): Promise<Result[]>;
  /** Items with a name in common do not travel together: the later one has to see what came of the earlier one. */
  namesOf(item: Item): readonly string[];
  maxBatch?: number;
  maxQueuedPerWallet?: number;
  maxQueued?: number;
};

export type Submission<Result> = { accepted: true; results: Promise<Result>[] } | { accepted: false };

export type DrawQueue<Item, Result> = {
  /** All or nothing: refused when the queue of this wallet or of the process is full. */
  submit(walletKey: string, items: Item[]): Submission<Result>;
};

/**
 * Group posting: what asks for a wallet while a call for that wallet is under way goes together with the next call.
 * Nobody waits for a timer, a lone draw starts at once, and each wallet has at most one call under way, so that a
 * busy wallet never takes more than one connection from the others.
 */
export function createDrawQueue<Item, Result>({
  run,
  namesOf,
  maxBatch = 256,
  maxQueuedPerWallet = 5_000,
  maxQueued = 20_000,
}: DrawQueueOptions<Item, Result>): DrawQueue<Item, Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>();
  let queued = 0;

  async function drain(walletKey: string, queue: Waiting<Item, Result>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      queued -= batch.length;
      try {
        const results = await run(
          walletKey,
          batch.map(({ item }) => item),
        );
        for (const [index, waiting] of batch.entries()) {
          const result = results[index];
          if (result === undefined) waiting.reject(new Error('a lead was not answered'));
          else waiting.resolve(result);
        }
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
      // Whoever got an answer and asks again in this turn of the event loop goes with the next call. Otherwise busy
      // callers would fall into two halves that take turns, and each call would carry half of what it could.
      await endOfTurn();
    }
    queues.delete(walletKey);
  }

  function takeBatch(queue: Waiting<Item, Result>[]): Waiting<Item, Result>[] {
    const names = new Set<string>();
    const batch: Waiting<Item, Result>[] = [];
    const later: Waiting<Item, Result>[] = [];
    let looked = 0;
    for (const waiting of queue) {
      if (batch.length === maxBatch) break;
      looked += 1;
      const own = namesOf(waiting.item);
      if (own.some((name) => names.has(name))) later.push(waiting);
      else batch.push(waiting);
      for (const name of own) names.add(name);
    }
    queue.splice(0, looked, ...later);
    return batch;
  }

  return {
    submit(walletKey, items) {
      const queue = queues.get(walletKey);
      const inThisQueue = queue?.length ?? 0;
      if (inThisQueue + items.length > maxQueuedPerWallet || queued + items.length > maxQueued) {
        return { accepted: false };
      }
      const added: Waiting<Item, Result>[] = [];
      const results = items.map(
        (item) => new Promise<Result>((resolve, reject) => added.push({ item, resolve, reject })),
      );
      queued += items.length;
      if (queue !== undefined) {
        queue.push(...added);
      } else {
        queues.set(walletKey, added);
        void drain(walletKey, added);
      }
      return { accepted: true, results };
    },
  };
}
