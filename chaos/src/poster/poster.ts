// A process that posts to the ledger with several callers at once and says each answer as soon as it has it.
import { setTimeout as delay } from 'node:timers/promises';
import { createLedger, type Ledger } from '@drawdown/ledger';
import { type PosterOrder, type PosterReport, posterOrder } from './messages.ts';
import { postingAt } from './plan.ts';
import { post, Unexpected } from './post.ts';

const ASK_AGAIN_MS = 50;
/** Longer than any recovery takes. */
const MOST_FAILURES = 1_000;

let stopping = false;
let begun = 0;

function tell(report: PosterReport): void {
  process.send?.(report);
}

type Job = Extract<PosterOrder, { kind: 'post' }>;

async function work(job: Job): Promise<void> {
  const ledger = createLedger({ databaseUrl: job.databaseUrl, poolSize: 8 });
  await Promise.all(Array.from({ length: job.callers }, () => call(ledger, job)));
  await ledger.close();
  tell({ kind: 'done', begun });
  process.disconnect();
}

async function call(ledger: Ledger, job: Job): Promise<void> {
  while (!stopping && (job.count === null || begun < job.count)) {
    const n = begun;
    begun += 1;
    if (!job.acknowledged.has(n)) await untilAnswered(ledger, job, n);
  }
}

/** The same posting again and again until its answer is known. */
async function untilAnswered(ledger: Ledger, { plan }: Job, n: number): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      const answer = await post(ledger, plan, postingAt(plan, n));
      tell({ kind: 'answer', answer: { n, failures, ...answer } });
      return;
    } catch (error) {
      if (error instanceof Unexpected || failures === MOST_FAILURES) throw error;
      await delay(ASK_AGAIN_MS);
    }
  }
}

process.on('message', (message) => {
  const order = posterOrder.parse(message);
  if (order.kind === 'stop') stopping = true;
  else work(order).catch((error: unknown) => tell({ kind: 'gave_up', reason: String(error) }));
});
process.on('disconnect', () => process.exit());
