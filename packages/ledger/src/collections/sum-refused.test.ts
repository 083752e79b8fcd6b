import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openRuleTests, openWallet, type RuleTests } from '../auto-top-up/testing/wallet-with-rule.ts';
import { declineOf, needsCard } from './testing/collecting.ts';

let tests: RuleTests;

beforeAll(async () => {
  tests = await openRuleTests();
});
afterEach(async () => expect(await tests.ledger.checkInvariants()).toEqual([]));
afterAll(() => tests.close());

describe('an automatic top-up whose sum is what its issuer refuses', () => {
  async function declined(code: string) {
    const wallet = await openWallet(tests);
    await wallet.save();
    await wallet.draw('lead-1', 60_00);
    const [topUp] = await wallet.automatic();
    const { chargeId, paymentMethod } = topUp ?? {};
    if (!topUp || !chargeId || !paymentMethod) throw new Error('no automatic top-up');
    const { collections } = tests.ledger;
    const attempt = { chargeId, attempt: 1 };
    await collections.reserveAttempt({ ...attempt, paymentMethodId: paymentMethod.id, asked: false });
    const said = { ...attempt, paymentIntentId: `pi_${chargeId}`, decline: declineOf(code), next: needsCard };
    const { pausedBuyerIds } = await collections.recordDecline(said);
    return { wallet, topUp, pausedBuyerIds };
  }

  test.each(['duplicate_transaction', 'invalid_amount'])(
    'pauses nobody (%s): it waits for people, who are told by mail',
    async (code) => {
      const { wallet, topUp, pausedBuyerIds } = await declined(code);
      expect(pausedBuyerIds).toEqual([]);
      expect(await tests.ledger.pauses.facts(wallet.buyerId)).toMatchObject({ open: [] });
      expect(await wallet.draw('lead-2', 10_00)).toMatchObject({ outcome: 'delivered' });
      expect(await tests.ledger.topUps.find(topUp.id)).toMatchObject({
        status: 'retrying',
        retryState: 'needs_card',
      });
      const { items } = await tests.ledger.emails.list(wallet.accountId, { limit: 10 });
      expect(items.map(({ kind }) => kind)).toContain('charge_declined');
      // No other one begins before somebody has looked.
      await wallet.check();
      expect(await wallet.automatic()).toHaveLength(1);
    },
  );

  test('turns the rule off where the sum is too much, and changes nothing where it is taken for paid', async () => {
    const tooMuch = await declined('invalid_amount');
    expect(await tooMuch.wallet.read()).toMatchObject({ state: 'suspended' });
    const takenForPaid = await declined('duplicate_transaction');
    expect(await takenForPaid.wallet.read()).toMatchObject({ suspended: null });
  });
});
