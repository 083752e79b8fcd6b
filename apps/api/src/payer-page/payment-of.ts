import type { Ledger, PayerLink, TopUp, TopUpCharge } from '@drawdown/ledger';
import { ProblemError } from '../http/problem.ts';
import { linkDead } from './open.ts';

/** States in which the payer's bank may still have to be asked. */
const OPEN_STATES = ['requires_action', 'retrying', 'processing', 'pending'] as const;

export type LinkedPayment = { charge: TopUpCharge; paymentIntentId: string };

/** The payment behind a link. @throws ProblemError when there is none (yet) that could be confirmed. */
export async function paymentOf(ledger: Ledger, link: PayerLink): Promise<LinkedPayment> {
  const chargeId = link.kind === 'pay' ? (await openTopUpOf(ledger, link))?.chargeId : link.chargeId;
  if (chargeId == null)
    throw new ProblemError('state_conflict', 'There is no payment to confirm on this page yet.');
  const charge = await ledger.charges.get(chargeId);
  if (charge === null || charge.accountId !== link.accountId) throw linkDead('unknown');
  const { paymentIntentId, topUpId } = charge;
  if (topUpId === null) throw linkDead('unknown');
  if (paymentIntentId === null)
    throw new ProblemError('state_conflict', 'The payment is just being prepared. Try again in a moment.');
  return { charge: { ...charge, topUpId }, paymentIntentId };
}

/** What a `pay` link became, while it is open: it was asked for by the link itself. */
async function openTopUpOf(ledger: Ledger, { accountId, walletId, id }: PayerLink): Promise<TopUp | null> {
  if (walletId === null) return null;
  for (const status of OPEN_STATES) {
    const { items } = await ledger.topUps.list(accountId, { walletId, status }, { limit: 200 });
    const own = items.find(({ requestedBy }) => requestedBy.id === id);
    if (own !== undefined) return own;
  }
  return null;
}
