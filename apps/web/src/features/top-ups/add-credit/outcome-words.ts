import type { TopUpResource } from '@drawdown/shared/http';
import { cardName } from '../../../ui/card-label.tsx';
import { moneyText } from '../../../ui/money-text.tsx';

/** A top-up's present state in sentences: what happened, what it means for the balance, what to do next. */
export function outcomeWords(topUp: TopUpResource): string[] {
  const card = topUp.paymentMethod ? cardName(topUp.paymentMethod) : 'the card';
  switch (topUp.status) {
    case 'succeeded':
      return [
        topUp.paymentMethod ? `${card} was charged ${moneyText(topUp.amount)}.` : 'The credit is booked.',
        ...(topUp.balanceAfter
          ? [`With it the wallet’s balance came to ${moneyText(topUp.balanceAfter)}.`]
          : []),
      ];
    case 'pending':
    case 'processing':
      return [
        topUp.waitingFor ?? 'The charge is on its way.',
        'The balance changes when the money has arrived. You may close this; it goes on in the background.',
      ];
    case 'requires_action':
      return [
        topUp.waitingFor ?? `The bank wants the payer to confirm this charge to ${card} (3-D Secure).`,
        'Nothing has been charged yet. The payer has to confirm it with the bank, usually in the banking app; the balance changes as soon as that is done. You may close this.',
      ];
    case 'retrying':
      return [
        topUp.decline?.message ?? 'The charge was declined.',
        topUp.waitingFor ?? 'It will be tried again. You may close this.',
      ];
    case 'declined':
      return [
        topUp.decline?.message ?? 'The charge was declined.',
        ...(topUp.decline ? [topUp.decline.nextStep] : []),
        'Nothing was charged and the balance is unchanged.',
      ];
    case 'canceled':
      return ['This top-up was canceled. Nothing was charged and the balance is unchanged.'];
  }
}
