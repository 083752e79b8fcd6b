import { setTimeout as sleep } from 'node:timers/promises';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { TopUpResource } from '@drawdown/shared/http';
import { topUpSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import type { OpeningCredit } from '../buyers.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';

const POLL_EVERY_MS = 250;
const LONGEST_WAIT_MS = 60_000;

/** Puts the opening credits in, one after the other. The key is the wallet's own, so that a repeat is the same top-up. */
export async function fundWallet(
  send: SendRequest,
  { walletId, credits }: { walletId: string; credits: readonly OpeningCredit[] },
): Promise<void> {
  for (const [index, credit] of credits.entries()) {
    const topUp = await call(
      send,
      {
        method: 'POST',
        path: `/v1/wallets/${walletId}/top-ups`,
        idempotencyKey: `seed:${walletId}:${index + 1}`,
        body: {
          amount: { amount: credit.amountMinor, currency: DEMO_ACCOUNT.currency },
          funding: credit.funding,
          ...(credit.funding === 'external' ? { reference: 'Opening balance' } : {}),
        },
      },
      topUpSchema,
    );
    await untilPosted(send, topUp);
  }
}

async function untilPosted(send: SendRequest, begun: TopUpResource): Promise<void> {
  const deadlineMs = Date.now() + LONGEST_WAIT_MS;
  let topUp = begun;
  while (!isFinalTopUpStatus(topUp.status)) {
    if (Date.now() > deadlineMs)
      throw new Error(
        `opening credit ${topUp.id} is still ${topUp.status} after a minute: start again later`,
      );
    await sleep(POLL_EVERY_MS);
    topUp = await call(send, { method: 'GET', path: `/v1/top-ups/${topUp.id}` }, topUpSchema);
  }
  if (topUp.status !== 'succeeded')
    throw new Error(
      `opening credit ${topUp.id} ended as ${topUp.status}: ${topUp.decline?.message ?? 'no reason given'}`,
    );
}
