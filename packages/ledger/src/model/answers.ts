import type { DeliverLeadResult, Delivery } from '../deliveries/types.ts';
import type { DrawAnswer } from './reference-deliveries.ts';

/** What the ledger answered, in the words of the reference. */
export function readAnswer(result: DeliverLeadResult): { answer: DrawAnswer; id: string | null } {
  switch (result.outcome) {
    case 'delivered':
      return { answer: deliveredAnswer(result.delivery, result.replayed), id: result.delivery.id };
    case 'refused': {
      const { code, replayed, topUpInProgress, delivery } = result;
      const [available, price] = [result.available.amountMinor, result.required.amountMinor];
      const answer = { outcome: 'refused', code, replayed, topUpInProgress, available, price } as const;
      return { answer, id: delivery.id };
    }
    case 'lead_price_conflict':
      return { answer: { outcome: result.outcome, price: result.price.amountMinor }, id: result.deliveryId };
    // No buyer of the model has a card to charge.
    case 'pending':
      throw new Error('the model foretells no card charges');
    case 'currency_mismatch':
    case 'idempotency_key_reused':
    case 'buyer_not_found':
    case 'overloaded':
      return { answer: { outcome: result.outcome }, id: null };
  }
}

export function deliveredAnswer(delivery: Delivery, replayed: boolean): DrawAnswer {
  const { price, balanceAfter, availableSeen } = delivery;
  return {
    outcome: 'delivered',
    replayed,
    price: price.amountMinor,
    balanceAfter: balanceAfter?.amountMinor ?? null,
    available: availableSeen.amountMinor,
  };
}
