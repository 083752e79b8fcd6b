import type { BuyerBilling } from '@drawdown/shared/http';
import { moneyText } from '../../ui/money-text.tsx';

type Policy = Pick<
  BuyerBilling,
  'failurePolicy' | 'pauseTiming' | 'exposureLimit' | 'retryWhilePaused' | 'notifyBuyer'
>;

/** What happens to this buyer's leads when a charge is declined, sentence by sentence. */
export function policySentences(policy: Policy): string[] {
  return [deliveryWords(policy), retryWords(policy), mailWords(policy)];
}

function deliveryWords({ failurePolicy, pauseTiming, exposureLimit }: Policy): string {
  if (failurePolicy === 'continue') {
    const limit = exposureLimit === null ? 'the account’s exposure limit' : moneyText(exposureLimit);
    return `Delivery goes on while the charge is retried, up to ${limit} on trust; then it pauses.`;
  }
  switch (pauseTiming) {
    case 'immediate':
      return 'Delivery pauses at once, until what is owed is paid.';
    case 'when_exhausted':
      return 'What is left in the wallet is still delivered; then delivery pauses until what is owed is paid.';
  }
}

function retryWords({ retryWhilePaused }: Policy): string {
  return retryWhilePaused
    ? 'The charge is retried on schedule, also while delivery is paused.'
    : 'The charge is not retried while delivery is paused.';
}

function mailWords({ notifyBuyer }: Policy): string {
  return notifyBuyer ? 'Your agency and the buyer are mailed.' : 'Your agency is mailed, the buyer is not.';
}
