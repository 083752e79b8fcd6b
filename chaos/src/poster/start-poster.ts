import { startChild } from '../command/child.ts';
import { type Answer, posterReport } from './messages.ts';
import type { PostingPlan } from './plan.ts';

export type PosterJob = {
  databaseUrl: string;
  plan: PostingPlan;
  count: number | null;
  callers: number;
  /** By their numbers. What is in it is not asked again; what is heard is added. */
  acknowledged: Map<number, Answer>;
};

export type Poster = {
  /** Resolves when so many answers were heard in all, or the poster has ended. */
  heard(count: number): Promise<void>;
  /** Lets it finish what it has begun; answers how many postings it began. */
  stop(): Promise<number>;
  kill(): Promise<void>;
  /** Resolves when everything is posted. */
  done: Promise<number>;
};

/** Starts a process that posts; every answer that it gets out before it dies is acknowledged. */
export function startPoster({ databaseUrl, plan, count, callers, acknowledged }: PosterJob): Poster {
  const child = startChild(new URL('./poster.ts', import.meta.url));
  const waiting = new Set<{ count: number; resolve(): void }>();
  let answers = 0;
  let begun: number | null = null;
  let killed = false;
  let reason = 'for no reason that it said';
  child.onMessage((message) => {
    const report = posterReport.parse(message);
    switch (report.kind) {
      case 'answer':
        acknowledged.set(report.answer.n, report.answer);
        answers += 1;
        for (const one of waiting) if (answers >= one.count) one.resolve();
        return;
      case 'done':
        begun = report.begun;
        return;
      case 'gave_up':
        reason = report.reason;
        void child.kill();
    }
  });
  const done = child.ended.then(() => {
    for (const one of waiting) one.resolve();
    if (begun === null && !killed) throw new Error(`the poster ended before its work was done: ${reason}`);
    return begun ?? 0;
  });
  // Whoever waits for it hears of it; nobody has to.
  done.catch(() => {});
  const order = {
    kind: 'post',
    databaseUrl,
    plan,
    count,
    callers,
    acknowledged: new Set(acknowledged.keys()),
  };
  child.send(order);
  return {
    done,
    heard: (wanted) =>
      Promise.race([
        done.then(() => {}),
        new Promise<void>((resolve) => {
          if (answers >= wanted) resolve();
          else waiting.add({ count: wanted, resolve });
        }),
      ]),
    stop() {
      child.send({ kind: 'stop' });
      return done;
    },
    kill() {
      killed = true;
      return child.kill();
    },
  };
}
