import { buyerSchema, pageSchema, topUpSchema } from '@drawdown/shared/http';
import type { OwnStack } from './own-stack.ts';

/** Lets the payer of a buyer's last top-up dispute it with the bank. */
export async function disputeLastTopUp({ url, stripeUrl, apiKey }: OwnStack, name: string): Promise<void> {
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } })).json();
  const buyers = await read(`/v1/buyers?search=${encodeURIComponent(name)}`);
  const buyer = pageSchema(buyerSchema).parse(buyers).data[0];
  const topUps = await read(`/v1/wallets/${buyer?.walletId}/top-ups`);
  const chargeId = pageSchema(topUpSchema).parse(topUps).data[0]?.stripe.chargeId;
  const answer = await fetch(`${stripeUrl}/_emulator/charges/${chargeId}/dispute`, { method: 'POST' });
  if (!answer.ok) throw new Error(`the charge ${chargeId} cannot be disputed: ${await answer.text()}`);
}
