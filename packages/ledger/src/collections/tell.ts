import type { Records } from '../database/connection.ts';
import { writeMail } from '../notifications/write-mail.ts';
import type { FailingNow } from './failing.ts';

type Told = { incident: { id: string; isNew: boolean }; suspended: boolean };

/** One mail for each incident, whatever the number of charges; and one to the payer who has to confirm. */
export async function tellOfFailure(
  records: Records,
  failing: FailingNow,
  { incident, suspended }: Told,
): Promise<void> {
  const { charge, topUp, card, state, decline, nextAttemptAt } = failing;
  if (state !== 'needs_payer' && !incident.isNew) return;
  const affected = await records.affectedBuyerRow.findMany({
    where: { chargeId: charge.id },
    include: { buyer: { include: { pauseReasons: { where: { closedAt: null, effect: 'pause' } } } } },
    orderBy: { buyerId: 'asc' },
  });
  const payerBuyer = affected.find(({ buyerId }) => buyerId === charge.buyerId)?.buyer ?? null;
  const common = {
    chargeId: charge.id,
    topUpId: topUp.id,
    walletId: topUp.walletId,
    amountMinor: Number(charge.amountMinor),
    currency: charge.currency,
    payer: charge.buyerId === null ? 'account' : 'buyer',
    buyerId: charge.buyerId,
    buyerName: payerBuyer?.name ?? null,
    brand: card.brand,
    last4: card.last4,
  };
  const { accountId, buyerId } = charge;
  if (state === 'needs_payer') {
    const buyerTold = payerBuyer?.mailOptIn === true && payerBuyer.email !== null;
    const data = { ...common, buyerTold };
    await writeMail(records, { accountId, buyerId, kind: 'action_needed', occasion: charge.id, data });
    return;
  }
  await writeMail(records, {
    accountId,
    buyerId,
    kind: 'charge_declined',
    occasion: incident.id,
    data: {
      ...common,
      incidentId: incident.id,
      declineCode: decline?.code ?? 'card_declined',
      next: state === 'needs_card' ? 'needs_card' : 'retry',
      nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
      autoTopUpSuspended: suspended,
      affectedBuyers: affected.map(({ buyer }) => ({
        buyerId: buyer.id,
        name: buyer.name,
        paused: buyer.pauseReasons.length > 0,
      })),
    },
  });
}
