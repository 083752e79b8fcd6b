import { expect, test } from 'vitest';
import { fieldsOf } from '../fields.ts';
import { render } from '../rendering/render.ts';
import { autoTopUpStopped } from './auto-top-up-stopped.ts';
import { toAgency, toBuyer } from './testing/readers.ts';

const stopped = { walletId: 'wal_1', buyerId: 'buy_1', buyerName: 'Acme Solar' };

test('a rule without a card says whose it is, and what lets it go on', () => {
  const { subject, text } = render(
    autoTopUpStopped(fieldsOf({ ...stopped, because: 'no_card' }), toAgency),
    toAgency,
  );
  expect(subject).toBe('Automatic top-up stopped: no card for the wallet of Acme Solar');
  expect(text).toContain('It goes on by itself once there is one.');
  expect(text).toContain('https://billing.example/buyers/buy_1');
});

test('a card that its bank refused is told apart from none', () => {
  const letter = autoTopUpStopped(fieldsOf({ ...stopped, because: 'card_refused' }), toBuyer);
  const { subject, text } = render(letter, toBuyer);
  expect(subject).toBe('Northwind Leads cannot refill your wallet: no card');
  expect(text).toContain(
    'your wallet with Northwind Leads is due, but the default card was refused by its bank',
  );
  expect(text).toContain('To give another card, ask Northwind Leads for a link.');
  expect(text).not.toContain('https://billing.example');
});
