import type { Ledger } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import type { Logger } from 'pino';

export type MissedEventsDeps = {
  ledger: Pick<Ledger, 'webhookInbox'>;
  payments: Pick<PaymentGateway, 'listEvents' | 'mode'>;
  log: Logger;
};

/**
 * Puts the events that Stripe has, and that never came as a webhook, into the inbox, as the webhook route does. Those
 * that came are known by their id. Answers how many were missing.
 */
export async function receiveMissedEvents(
  { ledger, payments, log }: MissedEventsDeps,
  createdAfter: Date,
): Promise<number> {
  const ofLiveMode = payments.mode === 'live';
  let missed = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<PaymentGateway['listEvents']>> = await payments.listEvents({
      createdAfter,
      cursor,
    });
    for (const event of page.events.toReversed()) {
      if (event.livemode === ofLiveMode && (await ledger.webhookInbox.receive(event))) missed += 1;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (missed > 0) log.warn({ missed, createdAfter }, 'Stripe events had not come as webhooks; fetched them');
  return missed;
}
