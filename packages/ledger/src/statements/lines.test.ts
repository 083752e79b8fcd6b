import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, tester, usd } from '../testing/index.ts';

let ledger: Ledger;
beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
afterAll(() => ledger.close());

test('the lines of a wallet say in words where money came from and went to, and always the same', async () => {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const { id: buyerId, walletId } = await scenario.buyer({ billing: { returnWindowDays: 7 } });
  const card = await scenario.card({ kind: 'buyer', buyerId });
  const asked = { accountId, walletId, amount: usd(100_00), funding: 'buyer_card', buyerId } as const;
  const topUp = await ledger.topUps.request(asked, tester);
  if (topUp.outcome !== 'accepted') throw new Error(topUp.outcome);
  await ledger.topUps.credit(topUp.topUp.id, { paymentIntentId: 'pi_1', stripeChargeId: 'ch_1' });

  const delivered = await ledger.deliveries.deliver(scenario.lead(buyerId, 'l-1', 25_00));
  if (delivered.outcome !== 'delivered') throw new Error(delivered.outcome);
  const deliveryId = delivered.delivery.id;
  await ledger.returns.return(
    { accountId, deliveryId, code: 'wrong_service', note: 'asked for roofs' },
    tester,
  );

  const refund = await ledger.refunds.request(
    { accountId, topUpId: topUp.topUp.id, amount: usd(40_00), reason: 'asked for' },
    tester,
  );
  if (refund.outcome !== 'accepted') throw new Error(refund.outcome);
  await ledger.refunds.fail(refund.refund.id, { reason: 'expired_or_canceled_card' });

  const external = await scenario.credit(walletId, 10_00);
  await ledger.refunds.correct({ accountId, topUpId: external.id, reason: 'typed twice' }, tester);

  const to = new Date(Date.now() + 1);
  const linesOf = async () => {
    const period = { from: new Date('2020-01-01'), to };
    const statement = await ledger.statements.forWallet(accountId, walletId, period);
    const lines = [];
    for await (const line of statement?.lines() ?? []) lines.push(line);
    return lines;
  };
  const lines = await linesOf();
  expect(lines.map(({ description, amount }) => [description, amount.amountMinor])).toEqual([
    ["Top-up by the buyer's Visa ending 4242", 100_00n],
    ['Lead l-1 delivered', -25_00n],
    ['Lead l-1 returned (wrong service: asked for roofs)', 25_00n],
    ['Refund to Visa ending 4242 (asked for)', -40_00n],
    ['Refund to Visa ending 4242 failed, credited again', 40_00n],
    ['Money received (test)', 10_00n],
    ['Correction of money received (typed twice)', -10_00n],
  ]);
  expect(lines[0]).toMatchObject({ card: { brand: 'visa', last4: '4242' }, payer: 'buyer', buyerId });

  const { stripePaymentMethodId } = card;
  const renewed = { brand: 'mastercard', last4: '4444', expMonth: 1, expYear: 2040, fingerprint: 'fp_new' };
  await ledger.paymentMethods.updateFromStripe({ stripePaymentMethodId, ...renewed });
  expect(await linesOf()).toEqual(lines);
});
