import type { SaveAutoTopUpRequest } from '@drawdown/shared/http';
import { savedAutoTopUpSchema, walletSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';
import type { DemoRule } from '../showcase.ts';

/** Gives a wallet its rule unless it has one, which somebody may have changed. Saving it may charge at once. */
export async function ensureAutoTopUp(
  send: SendRequest,
  { walletId, rule, payerBuyerId }: { walletId: string; rule: DemoRule; payerBuyerId: string },
): Promise<void> {
  const path = `/v1/wallets/${walletId}`;
  const wallet = await call(send, { method: 'GET', path }, walletSchema);
  if (wallet.autoTopUp !== null) return;
  const usd = (amount: number) => ({ amount, currency: DEMO_ACCOUNT.currency });
  const body: SaveAutoTopUpRequest = {
    enabled: true,
    threshold: usd(rule.thresholdMinor),
    amount: usd(rule.amountMinor),
    payer: 'buyer',
    payerBuyerId,
    dailyLimit: usd(rule.dailyLimitMinor),
    consent: { text: rule.consent },
  };
  await call(send, { method: 'PUT', path: `${path}/auto-top-up`, body }, savedAutoTopUpSchema);
}
