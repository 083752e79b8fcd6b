import { money } from '@drawdown/shared/money';
import { KNOWN_DECLINE_CODES } from '@drawdown/shared/payments';
import { describe, expect, it } from 'vitest';
import type { OpenPause } from '../../../activities/pause-view.ts';
import { fieldsOf } from '../fields.ts';
import { render } from '../rendering/render.ts';
import { actionNeeded } from './action-needed.ts';
import { cardExpiring } from './card-expiring.ts';
import { chargeDeclined } from './charge-declined.ts';
import { balanceRecovered, lowBalance } from './low-balance.ts';
import { pauseReminder } from './pause-reminder.ts';
import { payerLink } from './payer-link.ts';
import { receipt } from './receipt.ts';
import { refundFailed } from './refund-failed.ts';
import { resumed } from './resumed.ts';
import { payment, toAgency, toBuyer } from './testing/readers.ts';

describe('a receipt', () => {
  it('names the sum, the card, the wallet and the balance after it', () => {
    const data = { ...payment, paidAt: '2026-11-23T14:05:00Z', balanceMinor: 61_250 };
    const { subject, text } = render(receipt(fieldsOf(data), toAgency), toAgency);
    expect(subject).toBe('Receipt: $500.00 for the wallet of Acme Solar');
    expect(text).toContain('$500.00 was charged to Visa ending in 4242');
    expect(text).toContain('Balance after it: $612.50');
    expect(text).toContain('Date: Mon, 23 Nov 2026, 14:05 UTC');
    expect(text).toContain('https://billing.example/buyers/buy_1');
  });

  it('gives the buyer no address that only the agency can open', () => {
    const { text } = render(receipt(fieldsOf(payment), toBuyer), toBuyer);
    expect(text).toContain('your wallet with Northwind Leads');
    expect(text).not.toContain('https://billing.example');
    expect(text).toContain('Sent by Northwind Leads. Reply to this mail to reach them.');
  });
});

describe('a refund that failed', () => {
  const data = { ...payment, walletId: 'wal_1', refundId: 'rfd_1', reason: 'lost_or_stolen_card' };

  it('says why, and where the money is now', () => {
    const { subject, text } = render(refundFailed(fieldsOf(data), toAgency), toAgency);
    expect(subject).toBe('Refund failed: $500.00 did not reach Visa ending in 4242');
    expect(text).toContain('The card was reported lost or stolen');
    expect(text).toContain('$500.00 is in the wallet of Acme Solar again.');
    const late = fieldsOf({ ...data, wasPaidOut: true });
    expect(render(refundFailed(late, toBuyer), toBuyer).text).toContain('the bank has sent it back');
  });
});

describe('a receipt of what the agency paid', () => {
  it('does not tell the buyer with which card', () => {
    const { text } = render(receipt(fieldsOf({ ...payment, payer: 'account' }), toBuyer), toBuyer);
    expect(text).toContain('$500.00 was credited to your wallet with Northwind Leads');
    expect(text).not.toMatch(/4242|Visa/);
  });
});

describe('a declined charge', () => {
  const declined = {
    ...payment,
    incidentId: 'inc_1',
    declineCode: 'insufficient_funds',
    next: 'retry',
    nextAttemptAt: '2026-11-24T14:05:00Z',
  };

  it('says why, and when it is tried again', () => {
    const { subject, text } = render(chargeDeclined(fieldsOf(declined), toAgency), toAgency);
    expect(subject).toBe('Card declined: $500.00 for the wallet of Acme Solar');
    expect(text).toContain('There is not enough money on the card.');
    expect(text).toContain('tried again on Tue, 24 Nov 2026, 14:05 UTC');
  });

  it('says that nothing is tried again with a card that is of no use', () => {
    const data = { ...declined, declineCode: 'expired_card', next: 'needs_card', nextAttemptAt: null };
    const { text } = render(chargeDeclined(fieldsOf(data), toAgency), toAgency);
    expect(text).toContain('This card is not tried again. Add a card that is still valid.');
    expect(text).not.toContain('Next attempt');
  });

  it('lists whom an agency card concerns in one mail, and says that the rule is suspended', () => {
    const affectedBuyers = Array.from({ length: 23 }, (_, index) => ({
      buyerId: `buy_${index}`,
      name: `Buyer ${index}`,
      paused: index !== 22,
    }));
    const data = { ...declined, payer: 'account', buyerId: null, autoTopUpSuspended: true, affectedBuyers };
    const { subject, text } = render(
      chargeDeclined(fieldsOf({ ...data, walletId: 'wal_1', walletName: 'Pool' }), toAgency),
      toAgency,
    );
    expect(subject).toBe('Card declined: $500.00 for the wallet "Pool", 23 buyers affected');
    expect(text).toMatch(/Paused, receiving no leads until this is resolved: Buyer 0, .* and 2 more\./);
    expect(text).toContain('Affected, still receiving leads: Buyer 22.');
    expect(text).toContain('automatic top-up is suspended');
    expect(text).toContain('https://billing.example/wallets/wal_1');
  });

  it('tells nobody that a card may be lost, stolen or used by a fraudster', () => {
    for (const declineCode of KNOWN_DECLINE_CODES)
      for (const context of [toAgency, toBuyer]) {
        const { text, html } = render(
          chargeDeclined(fieldsOf({ ...declined, declineCode }), context),
          context,
        );
        expect(`${text}${html}`, declineCode).not.toMatch(/lost|stolen|theft|fraud|blacklist|pickup/i);
      }
  });
});

describe('a payment that has to be confirmed', () => {
  const recovery = { url: 'https://billing.example/pay/token', expiresAt: 'Mon, 30 Nov 2026, 14:05 UTC' };

  it('brings the payer to the page where the bank asks', () => {
    const { subject, text } = render(actionNeeded(fieldsOf(payment), toBuyer, recovery), toBuyer);
    expect(subject).toBe('Please confirm: $500.00 for your wallet with Northwind Leads');
    expect(text).toContain('wants you to confirm a payment of $500.00');
    expect(text).toContain('Confirm the payment:\nhttps://billing.example/pay/token');
    expect(text).toContain('works once, until Mon, 30 Nov 2026, 14:05 UTC');
  });

  it('tells the agency who has to confirm', () => {
    const withLink = render(actionNeeded(fieldsOf(payment), toAgency, recovery), toAgency);
    expect(withLink.text).toContain('Send this link to Acme Solar');
    const told = render(actionNeeded(fieldsOf(payment), toAgency, null), toAgency);
    expect(told.text).toContain('Acme Solar has been sent a link to confirm it.');
    expect(told.text).not.toContain('/pay/');
  });
});

describe('a reminder of a pause', () => {
  const pause: OpenPause = {
    state: 'paused',
    accountId: 'acc_1',
    buyerName: 'Acme Solar',
    episodeId: 'pse_1',
    pausedSince: '2026-11-23T10:00:00Z',
    codes: ['charge_declined'],
    reasons: ['A charge was declined ($500.00), since 2026-11-23 10:00 UTC'],
    withheld: '12 leads, worth $480.00',
    available: '$3.00',
    owed: null,
    resumesOnce: 'the charge is paid, or at least its amount is credited in another way',
  };
  const state = { pause, now: new Date('2026-11-26T10:00:01Z') };

  it('says for how long, why, what it has cost so far and what ends it', () => {
    const letter = pauseReminder(fieldsOf({ buyerId: 'buy_1' }), toAgency, state);
    const { subject, text } = render(letter, toAgency);
    expect(subject).toBe('Acme Solar has been paused for 3 days');
    expect(text).toContain('A charge was declined ($500.00)');
    expect(text).toContain('Delivery resumes once the charge is paid');
    expect(text).toContain('Leads withheld: 12 leads, worth $480.00');
    expect(text).not.toContain('Owed');
  });

  it('speaks to the buyer about himself', () => {
    const { subject } = render(pauseReminder(fieldsOf({ buyerId: 'buy_1' }), toBuyer, state), toBuyer);
    expect(subject).toBe('You receive no leads from Northwind Leads: paused for 3 days');
  });
});

describe('the end of a pause', () => {
  it('says why it ended and how long it lasted', () => {
    const data = {
      buyerId: 'buy_1',
      buyerName: 'Acme Solar',
      closedAs: 'funded',
      pausedAt: '2026-11-23T10:00:00Z',
      resumedAt: '2026-11-25T12:00:00Z',
    };
    const withheld = { leads: 12, value: money(48_000n, 'USD') };
    const { subject, text } = render(resumed(fieldsOf(data), toAgency, withheld), toAgency);
    expect(subject).toBe('Acme Solar receives leads again');
    expect(text).toContain('The wallet has been funded.');
    expect(text).toContain('Paused for: 2 days');
    expect(text).toContain('Leads withheld: 12, worth $480.00');
  });
});

describe('a low balance', () => {
  const data = {
    walletId: 'wal_1',
    buyerName: 'Acme Solar',
    since: '2026-11-23T10:00:00Z',
    available: { amount: 9_500, currency: 'USD' },
    lowBalance: { amount: 10_000, currency: 'USD' },
  };

  it.each([
    ['off', 'The automatic top-up is off: add credit'],
    ['on', 'The automatic top-up is on'],
    ['suspended', 'The automatic top-up is suspended'],
  ])('is told with what becomes of it when the rule is %s', (autoTopUp, words) => {
    const { subject, text } = render(lowBalance(fieldsOf({ ...data, autoTopUp }), toAgency), toAgency);
    expect(subject).toBe('Low balance: $95.00 left in the wallet of Acme Solar');
    expect(text).toContain('You are told at: $100.00');
    expect(text).toContain('Since: Mon, 23 Nov 2026, 10:00 UTC');
    expect(text).toContain(words);
  });

  it('is told when it is over, too', () => {
    const { subject } = render(balanceRecovered(fieldsOf(data), toAgency), toAgency);
    expect(subject).toBe('Balance restored: $95.00 in the wallet of Acme Solar');
  });
});

describe('a card that expires', () => {
  const data = { ...payment, expMonth: 12, expYear: 2026, daysLeft: 30, autoTopUp: true };

  it('is named with its owner, its last day and what depends on it', () => {
    const { subject, text } = render(cardExpiring(fieldsOf(data), toAgency), toAgency);
    expect(subject).toBe('Visa ending in 4242 (Acme Solar) expires within 30 days');
    expect(text).toContain('until the end of December 2026');
    expect(text).toContain('An automatic top-up pays with this card');
  });

  it('is the agency’s own or the buyer’s', () => {
    const own = { ...data, payer: 'account', buyerId: null, buyerName: null };
    expect(cardExpiring(fieldsOf(own), toAgency).subject).toContain('(Northwind Leads)');
    expect(cardExpiring(fieldsOf(data), toBuyer).subject).toContain('Your Visa ending in 4242');
  });
});

describe('a link for the payer', () => {
  const url = 'https://billing.example/pay/abc';

  it.each([
    ['pay', 'Northwind Leads asks you to pay $500.00', 'Pay $500.00'],
    ['save_card', 'Northwind Leads asks you to save a card', 'Save a card'],
    ['authenticate', 'Please confirm a payment to Northwind Leads', 'Confirm the payment'],
  ])('to %s says who asks and for what', (kind, subject, label) => {
    const data = { ...payment, kind, url, expiresAt: '2026-11-25T10:00:00Z' };
    const written = render(payerLink(fieldsOf(data), toBuyer), toBuyer);
    expect(written.subject).toBe(subject);
    expect(written.text).toContain(`${label}:\n${url}`);
    expect(written.text).toContain('No login is needed. The link works once, until Wed, 25 Nov 2026');
  });
});
