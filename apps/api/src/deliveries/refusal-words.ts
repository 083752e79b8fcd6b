import type { Buyer } from '@drawdown/ledger';
import type { RefusalCode } from '@drawdown/shared/codes';
import type { Money } from '@drawdown/shared/money';
import { formatMoney } from '@drawdown/shared/money';
import type { PauseCause } from '../pauses/words.ts';
import { pauseEndsOnce } from '../pauses/words.ts';

/** Why a lead was refused, in one sentence; also shown in lists, so without names and sums. */
export const REFUSAL_REASONS = {
  insufficient_funds: 'The wallet does not hold enough for this lead.',
  delivery_paused: 'Delivery to this buyer is paused.',
  credit_limit_reached: "The buyer's credit limit is reached.",
  spending_cap_reached: "The buyer's spending cap is reached.",
  card_declined: "The buyer's card was declined.",
  price_below_card_minimum: 'The price is below the smallest sum that a card can be charged.',
  no_payment_method: 'There is no card on file to charge.',
  mechanism_not_available: "The buyer's billing mechanism cannot pay for leads yet.",
} as const satisfies Record<RefusalCode, string>;

/** Whether asking again later, under a new key, can end otherwise without anybody changing the buyer's settings. */
export const RETRYABLE = {
  insufficient_funds: true,
  delivery_paused: true,
  credit_limit_reached: true,
  spending_cap_reached: true,
  card_declined: true,
  price_below_card_minimum: false,
  no_payment_method: true,
  mechanism_not_available: false,
} as const satisfies Record<RefusalCode, boolean>;

export type RefusedBuyer = Pick<Buyer, 'name'> & {
  pauseReasons: readonly PauseCause[];
  wallet: Pick<Buyer['wallet'], 'name' | 'owner'>;
  billing?: Pick<Buyer['billing'], 'mechanism'>;
};

type Shortage = { available: Money; required: Money; topUpInProgress: boolean };

/** One sentence that says what has to happen before this lead can be delivered. */
export function unblockedBy(code: RefusalCode, buyer: RefusedBuyer, shortage: Shortage): string {
  switch (code) {
    case 'insufficient_funds':
      return addCreditWords(buyer, shortage);
    case 'delivery_paused':
      return pauseEndsOnce({ ...buyer, available: shortage.available });
    case 'credit_limit_reached':
      return `${buyer.name} has to pay open invoices, or the credit limit has to be raised.`;
    case 'spending_cap_reached':
      return `Wait for the next period, or raise the spending cap of ${buyer.name}.`;
    case 'card_declined':
      // Credit helps only who draws leads from a wallet.
      return buyer.billing?.mechanism === 'direct_charge'
        ? `${buyer.name} has to save another card.`
        : `${buyer.name} has to save another card, or the wallet needs credit.`;
    case 'price_below_card_minimum':
      return `Raise the price of the lead, or bill ${buyer.name} from a wallet or by invoice.`;
    case 'no_payment_method':
      return `${buyer.name} has to save a card.`;
    case 'mechanism_not_available':
      return `Change the billing mechanism of ${buyer.name} to "wallet".`;
  }
}

function addCreditWords(buyer: RefusedBuyer, { available, required, topUpInProgress }: Shortage): string {
  const missing = { ...required, amountMinor: required.amountMinor - available.amountMinor };
  const wallet =
    buyer.wallet.owner === 'account'
      ? `the shared wallet${buyer.wallet.name === null ? '' : ` "${buyer.wallet.name}"`}`
      : `the wallet of ${buyer.name}`;
  const wait = topUpInProgress ? ', or wait for the top-up that is on its way' : '';
  return `Add at least ${formatMoney(missing)} to ${wallet}${wait}.`;
}
