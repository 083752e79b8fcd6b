import type { OutboxItem } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startLoop } from '../loop/loop.ts';
import { type DeliveryDeps, deliverMessage } from './deliver-message.ts';

const POLL_MS = 500;
const BATCH = 20;
const LEASE_MS = 30_000;
const LONGEST_RETRY_MS = 10_000;
const BACKLOG_CHECK_MS = 15_000;
const OLD_BACKLOG_MS = 60_000;

export type RelayDeps = DeliveryDeps & { log: Logger };

/** Carries what the database decided to Temporal, at least once, however long Temporal is away. */
export function startRelay(deps: RelayDeps): { stop(): Promise<void> } {
  const { log } = deps;
  let checkBacklogAt = Date.now() + BACKLOG_CHECK_MS;

  return startLoop({
    name: 'outbox relay',
    log,
    pauseMs: POLL_MS,
    async turn() {
      const delivered = await relayBatch(deps);
      if (Date.now() >= checkBacklogAt) {
        checkBacklogAt = Date.now() + BACKLOG_CHECK_MS;
        await reportBacklog(deps);
      }
      return delivered === BATCH ? 'more' : 'idle';
    },
  });
}

/** Delivers what is due and answers how many messages were delivered. */
export async function relayBatch(deps: RelayDeps): Promise<number> {
  const items = await deps.ledger.outbox.claim(BATCH, LEASE_MS);
  const delivered = await Promise.all(items.map((item) => relayOne(deps, item)));
  return delivered.filter(Boolean).length;
}

async function relayOne(deps: RelayDeps, item: OutboxItem): Promise<boolean> {
  const { outbox } = deps.ledger;
  try {
    await deliverMessage(deps, item.message);
    await outbox.done(item.id);
    return true;
  } catch (error) {
    const delayMs = Math.min(LONGEST_RETRY_MS, POLL_MS * 2 ** Math.min(item.attempts, 10));
    deps.log.warn({ err: error, message: item.message, delayMs }, 'an outbox message must wait');
    await outbox.retryLater(item.id, delayMs, error instanceof Error ? error.message : String(error));
    return false;
  }
}

async function reportBacklog({ ledger, log }: RelayDeps): Promise<void> {
  const { waiting, oldestAt } = await ledger.outbox.backlog();
  if (oldestAt === null || Date.now() - oldestAt.getTime() < OLD_BACKLOG_MS) return;
  log.warn({ waiting, oldestAt }, 'outbox messages have waited for more than a minute');
}
