import { setTimeout as sleep } from 'node:timers/promises';
import { topUpSchema, walletSchema } from '@drawdown/shared/http';
import { ApiError, call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';
import type { DemoLeads } from '../showcase.ts';

const POLL_EVERY_MS = 250;
const LONGEST_WAIT_MS = 60_000;

/** Delivers a few leads once it is known how the wallet's automatic top-up went; a lead that is refused is left at that. */
export async function deliverLeads(
  send: SendRequest,
  { buyerId, walletId, leads }: { buyerId: string; walletId: string; leads: DemoLeads },
): Promise<void> {
  await untilTried(send, walletId);
  for (let number = 1; number <= leads.count; number += 1) {
    const leadId = `${leads.prefix}-${number}`;
    const price = { amount: leads.priceMinor, currency: DEMO_ACCOUNT.currency };
    const request = {
      method: 'POST',
      path: '/v1/deliveries',
      idempotencyKey: `seed:${leadId}`,
      body: { buyerId, leadId, price },
    } as const;
    const answer = await send(request);
    if (answer.status >= 500) throw new ApiError(request, answer);
  }
}

async function untilTried(send: SendRequest, walletId: string): Promise<void> {
  const wallet = await call(send, { method: 'GET', path: `/v1/wallets/${walletId}` }, walletSchema);
  const topUpId = wallet.autoTopUp?.openTopUpId;
  if (!topUpId) return;
  const deadlineMs = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const topUp = await call(send, { method: 'GET', path: `/v1/top-ups/${topUpId}` }, topUpSchema);
    if (topUp.status !== 'pending' && topUp.status !== 'processing') return;
    if (Date.now() > deadlineMs)
      throw new Error(`top-up ${topUpId} is still ${topUp.status} after a minute: start again later`);
    await sleep(POLL_EVERY_MS);
  }
}
