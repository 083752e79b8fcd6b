import { setImmediate as endOfTurn } from 'node:timers/promises';
import { type Line, type Share, takeOwnShare, takeShares } from './draw-lines.ts';

/** Stands for the answer of an item that failed while others of its call did not. */
export class Failed {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** What a call draws from one wallet. */
export type WalletDraws<Item> = { walletKey: string; items: Item[] };

export type DrawQueueOptions<Item, Result> = {
  /**
   * Answers wallet by wallet, for each item in order; never called twice at once for one wallet. While somebody else
   * holds a wallet, a call that may not wait answers `busy` for it, with nothing decided.
   */
  run(wallets: WalletDraws<Item>[], options: { wait: boolean }): Promise<((Result | Failed)[] | 'busy')[]>;
  /** Items with a name in common do not travel together: the later one has to see what came of the earlier one. */
  namesOf(item: Item): readonly string[];
  maxBatch?: number;
  maxQueuedPerWallet?: number;
  maxQueued?: number;
  /** Calls under way at once that several wallets may share. */
  maxSharedCalls?: number | undefined;
  /** Calls under way at once that wait for a wallet that somebody else holds. */
  maxWaitingCalls?: number;
};

export type Submission<Result> = { accepted: true; results: Promise<Result>[] } | { accepted: false };

export type DrawQueue<Item, Result> = {
  /** All or nothing: refused when the queue of this wallet or of the process is full. */
  submit(walletKey: string, items: Item[]): Submission<Result>;
};

/**
 * Group posting. A lone draw starts at once and nobody waits for a timer; what asks while calls are under way goes
 * together with the next one: all that waits for a wallet, and as many wallets as have little to ask for. Wallets take
 * turns, each has at most one call under way, and one that somebody else holds (another process draws on it, say) is
 * waited for apart from the others.
 */
export function createDrawQueue<Item, Result>({
  run,
  namesOf,
  maxBatch = 256,
  maxQueuedPerWallet = 5_000,
  maxQueued = 20_000,
  maxSharedCalls = 4,
  maxWaitingCalls = 8,
}: DrawQueueOptions<Item, Result>): DrawQueue<Item, Result> {
  type OneLine = Line<Item, Result>;
  const lines = new Map<string, OneLine>();
  /** Lines whose turn may come, first come first: those that may share a call, and those that are to wait. */
  const ready = new Set<OneLine>();
  const readyToWait = new Set<OneLine>();
  let sharedCalls = 0;
  let waitingCalls = 0;
  let queued = 0;

  function startCalls(): void {
    while (sharedCalls < maxSharedCalls && ready.size > 0) {
      sharedCalls += 1;
      void perform(takeShares(ready, { maxBatch, namesOf }), { wait: false });
    }
    for (const line of readyToWait) {
      if (waitingCalls === maxWaitingCalls) return;
      readyToWait.delete(line);
      waitingCalls += 1;
      void perform([takeOwnShare(line, { maxBatch, namesOf })], { wait: true });
    }
  }

  async function perform(shares: Share<Item, Result>[], options: { wait: boolean }): Promise<void> {
    for (const { taken } of shares) queued -= taken.length;
    try {
      const answers = await run(
        shares.map(({ line, taken }) => ({
          walletKey: line.walletKey,
          items: taken.map(({ item }) => item),
        })),
        options,
      );
      for (const [index, share] of shares.entries()) answer(share, answers[index]);
    } catch (error) {
      for (const { taken } of shares) for (const waiting of taken) waiting.reject(error);
    }
    // Whoever got an answer and asks again in this turn of the event loop goes with the next call. Otherwise busy
    // callers would fall into two halves that take turns, and each call would carry half of what it could.
    await endOfTurn();
    if (options.wait) waitingCalls -= 1;
    else sharedCalls -= 1;
    for (const { line } of shares) {
      if (line.waiting.length === 0) lines.delete(line.walletKey);
      else (line.heldElsewhere ? readyToWait : ready).add(line);
    }
    startCalls();
  }

  function answer({ line, taken }: Share<Item, Result>, results: (Result | Failed)[] | 'busy' | undefined) {
    if (results === 'busy') {
      // As long as it stays in demand, it is waited for: asking first would cost a round trip each time.
      line.heldElsewhere = true;
      line.waiting.unshift(...taken);
      queued += taken.length;
      return;
    }
    for (const [index, waiting] of taken.entries()) {
      const result = results?.[index];
      if (result === undefined) waiting.reject(new Error('a lead was not answered'));
      else if (result instanceof Failed) waiting.reject(result.error);
      else waiting.resolve(result);
    }
  }

  return {
    submit(walletKey, items) {
      const known = lines.get(walletKey);
      const inThisLine = known?.waiting.length ?? 0;
      if (inThisLine + items.length > maxQueuedPerWallet || queued + items.length > maxQueued) {
        return { accepted: false };
      }
      const line = known ?? { walletKey, waiting: [], heldElsewhere: false };
      const results = items.map(
        (item) =>
          new Promise<Result>((resolve, reject) => {
            line.waiting.push({ item, resolve, reject });
          }),
      );
      queued += items.length;
      if (known === undefined) {
        lines.set(walletKey, line);
        ready.add(line);
        startCalls();
      }
      return { accepted: true, results };
    },
  };
}
