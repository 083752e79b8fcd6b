import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  openRuleTests,
  openWallet,
  type RuleTests,
  type WalletWithRule,
} from '../auto-top-up/testing/wallet-with-rule.ts';
import { tester } from '../testing/index.ts';
import type { PaymentMethod } from './types.ts';

const account = { kind: 'account' } as const;

let tests: RuleTests;
let wallet: WalletWithRule;
let card: PaymentMethod;

beforeAll(async () => {
  tests = await openRuleTests();
});
afterAll(() => tests.close());
afterEach(async () => {
  expect(await tests.ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  wallet = await openWallet(tests);
  const [first] = await cards();
  if (first === undefined) throw new Error('the account has no card');
  card = first;
});

const cards = () => tests.ledger.paymentMethods.list(wallet.accountId, account);
const customer = () => tests.ledger.paymentMethods.stripeCustomerId(wallet.accountId, account);
const removeGone = (of: PaymentMethod) => tests.ledger.paymentMethods.removeGone(of.stripePaymentMethodId);

async function removals(of: PaymentMethod): Promise<unknown[]> {
  const { rows } = await tests.client.query(
    `select actor_label from audit_log where action = 'payment_method.removed' and subject_id = $1`,
    [of.id],
  );
  return rows.map(({ actor_label }) => actor_label);
}

/** As the webhook route keeps it. */
async function deletedAtStripe(stripeCustomerId: string): Promise<void> {
  await tests.ledger.webhookInbox.receive({
    id: `evt_${randomBytes(6).toString('hex')}`,
    type: 'customer.deleted',
    objectId: stripeCustomerId,
    paymentIntentId: null,
    livemode: false,
    createdAt: new Date(),
  });
}

describe('a card that Stripe has let go of', () => {
  test('is removed once, however often it is told, and a rule without a card says why it stands still', async () => {
    await wallet.save();
    const answers = await Promise.all(Array.from({ length: 10 }, () => removeGone(card)));
    expect(answers.filter((answer) => answer !== null)).toMatchObject([{ id: card.id }]);
    expect(await cards()).toEqual([]);
    expect(await removals(card)).toEqual(['Stripe']);
    expect(await wallet.read()).toMatchObject({
      state: 'suspended',
      suspended: { because: 'no_usable_card' },
    });
    await wallet.draw('lead-1', 100_00);
    expect(await wallet.automatic()).toEqual([]);
  });

  test('is removed once by a person and by Stripe at the same moment', async () => {
    const removal = { accountId: wallet.accountId, payer: account, paymentMethodId: card.id, confirm: true };
    await Promise.all([
      tests.ledger.paymentMethods.remove(removal, tester),
      removeGone(card),
      tests.ledger.paymentMethods.remove(removal, tester),
      removeGone(card),
    ]);
    expect(await removals(card)).toHaveLength(1);
  });

  test('leaves its place to the newest other card, and the rule goes on with that one', async () => {
    await wallet.save();
    const other = await wallet.scenario.card(account, { fingerprint: `fp_${wallet.accountId}` });
    await removeGone(card);
    expect(await cards()).toMatchObject([{ id: other.id, isDefault: true }]);
    await wallet.draw('lead-1', 100_00);
    expect(await wallet.automatic()).toMatchObject([{ paymentMethod: { id: other.id } }]);
  });

  test('is nobody’s when it was never saved here', async () => {
    expect(await tests.ledger.paymentMethods.removeGone('pm_of_somebody_else')).toBeNull();
  });
});

describe('a customer that was deleted at Stripe', () => {
  test('takes every card along without charging one of them, and makes room for another', async () => {
    await wallet.save();
    await wallet.scenario.card(account, { fingerprint: `fp_${wallet.accountId}` });
    await wallet.draw('lead-1', 40_00);
    const gone = (await customer()) ?? '';
    const forget = () => tests.ledger.paymentMethods.forgetCustomer(gone);
    // Due from here on: a card that took the default's place for a moment would be charged.
    await tests.client.query('update auto_top_up_rule set threshold_minor = 12000 where wallet_id = $1', [
      wallet.walletId,
    ]);
    const told = await Promise.all([forget(), forget(), forget()]);
    expect(told.flat()).toContainEqual({ accountId: wallet.accountId, payer: account });
    expect([await cards(), await customer(), await wallet.automatic()]).toEqual([[], null, []]);
    expect(await wallet.read()).toMatchObject({
      state: 'suspended',
      suspended: { because: 'no_usable_card' },
    });

    const next = await wallet.scenario.card(account);
    expect(await forget()).toEqual([]);
    expect(await cards()).toMatchObject([{ id: next.id, isDefault: true }]);
    expect(await wallet.automatic()).toMatchObject([{ paymentMethod: { id: next.id } }]);
    expect(await wallet.read()).toMatchObject({ state: 'on' });
  });

  test('is one buyer’s, and the account and other buyers keep theirs', async () => {
    const buyer = { kind: 'buyer', buyerId: wallet.buyerId } as const;
    await wallet.scenario.card(buyer);
    const of = await tests.ledger.paymentMethods.stripeCustomerId(wallet.accountId, buyer);
    const { accountId } = wallet;
    expect(await tests.ledger.paymentMethods.forgetCustomer(of ?? '')).toEqual([{ accountId, payer: buyer }]);
    expect(await tests.ledger.paymentMethods.list(accountId, buyer)).toEqual([]);
    expect(await cards()).toMatchObject([{ id: card.id }]);
  });

  test('is never kept again, also where Stripe repeats the answer that had created it', async () => {
    const gone = (await customer()) ?? '';
    await deletedAtStripe(gone);
    await tests.ledger.paymentMethods.forgetCustomer(gone);
    await tests.ledger.paymentMethods.rememberStripeCustomer(wallet.accountId, account, gone);
    expect(await customer()).toBeNull();
    expect(await tests.ledger.paymentMethods.isCustomerDeleted(gone)).toBe(true);
    expect(await tests.ledger.paymentMethods.isCustomerDeleted('cus_another')).toBe(false);
  });
});
