import { ENTRY_TYPES } from '@drawdown/shared/http';
import { expect, it } from 'vitest';
import { type Described, entryDescription } from './entry-description.ts';

const plain: Omit<Described, 'type'> = {
  gained: true,
  leadId: null,
  returnCode: null,
  returnNote: null,
  funding: null,
  card: null,
  reference: null,
  reason: null,
  refundOrigin: null,
  paymentSource: null,
};
const visa = { brand: 'visa', last4: '4242' };

it.each<[Partial<Described> & Pick<Described, 'type'>, string]>([
  [{ type: 'top_up', funding: 'account_card', card: visa }, "Top-up by the agency's Visa ending 4242"],
  [{ type: 'top_up', funding: 'buyer_card', card: visa }, "Top-up by the buyer's Visa ending 4242"],
  [{ type: 'external_credit', reference: 'wire 7' }, 'Money received (wire 7)'],
  [{ type: 'promotional_credit', reason: 'welcome' }, 'Promotional credit (welcome)'],
  [{ type: 'delivery', leadId: 'l-1', gained: false }, 'Lead l-1 delivered'],
  [{ type: 'return', leadId: 'l-1', returnCode: 'wrong_service' }, 'Lead l-1 returned (wrong service)'],
  [
    { type: 'return', leadId: 'l-1', returnCode: 'other', returnNote: 'spoke no English' },
    'Lead l-1 returned (other: spoke no English)',
  ],
  [{ type: 'refund', card: visa, reason: 'asked for' }, 'Refund to Visa ending 4242 (asked for)'],
  [{ type: 'refund', card: visa, refundOrigin: 'dashboard' }, 'Refund to Visa ending 4242, made at Stripe'],
  [{ type: 'refund_reversal', card: visa }, 'Refund to Visa ending 4242 failed, credited again'],
  [{ type: 'dispute', card: visa }, 'Payment by Visa ending 4242 disputed, withdrawn'],
  [
    { type: 'dispute_reversal', card: visa },
    'Dispute of the payment by Visa ending 4242 won, credited again',
  ],
  [
    { type: 'correction', funding: 'promotional', reason: 'typed twice' },
    'Correction of promotional credit (typed twice)',
  ],
  [
    { type: 'correction', paymentSource: 'outside', reason: 'wrong buyer' },
    'Correction of a payment received (wrong buyer)',
  ],
  [{ type: 'settlement', gained: false }, 'Settlement of what was owed'],
  [{ type: 'settlement' }, 'Settled from the wallet'],
  [
    { type: 'receivable_payment', paymentSource: 'outside', reference: 'wire 9' },
    'Payment received (wire 9)',
  ],
  [{ type: 'receivable_payment', paymentSource: 'card_on_file' }, 'Paid by the card on file'],
  [{ type: 'transfer', gained: false }, 'Balance moved to another wallet'],
  [{ type: 'write_off', reason: 'gone' }, 'Written off (gone)'],
])('%j reads "%s"', (entry, words) => {
  expect(entryDescription({ ...plain, ...entry })).toBe(words);
});

it('has words for every kind of entry, also where nothing more is known', () => {
  for (const type of ENTRY_TYPES) expect(entryDescription({ ...plain, type })).toMatch(/^[A-Z][\w ,'-]+$/);
});
