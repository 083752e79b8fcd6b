import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { bookBalances } from './testing/books.ts';
import { type Disputing, openDisputing } from './testing/disputing.ts';

let ledger: Ledger;
let client: pg.Client;
let disputing: Disputing;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl, poolSize: 24 });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});
beforeEach(async () => {
  disputing = await openDisputing(ledger);
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));

const books = () => bookBalances(client, disputing.accountId);

/** A buyer whose card has paid 100.00, of which leads have used `spentMinor`. */
async function buyerWithPayment(spentMinor = 0, billing = {}) {
  const buyer = await disputing.payingBuyer(billing);
  const payment = await disputing.paidTopUp(buyer.walletId, 100_00, buyer.id);
  if (spentMinor > 0) await ledger.deliveries.deliver(disputing.lead(buyer.id, 'spent', spentMinor));
  return { buyer, payment };
}

describe('a dispute', () => {
  test('takes what is in the wallet and makes the rest owed, with the fee beside it', async () => {
    const { buyer, payment } = await buyerWithPayment(70_00);
    const { dispute } = await disputing.dispute(payment);
    expect(dispute).toMatchObject({
      status: 'needs_response',
      amount: usd(100_00),
      fromWallet: usd(30_00),
      fromReceivable: usd(70_00),
      stillOwed: usd(70_00),
      fee: usd(15_00),
      verdict: null,
      buyerId: buyer.id,
      pausedBuyers: [{ buyerId: buyer.id }],
      payment: { purpose: 'top_up', topUpId: payment.topUpId, card: { last4: '4242' } },
    });
    expect(await books()).toEqual({
      wallet: 0n,
      receivable: -70_00n,
      disputed_funds: 100_00n,
      stripe_clearing: -100_00n + 15_00n,
      stripe_fees: -15_00n,
      lead_revenue: 70_00n,
    });
  });

  test('is recorded once, however often and by however many at the same moment', async () => {
    const { payment } = await buyerWithPayment(70_00);
    const seen = disputing.seen(payment);
    const recorded = await Promise.all(
      Array.from({ length: 8 }, () => ledger.disputes.record(seen, 'event')),
    );
    expect(recorded.filter((result) => result.outcome === 'recorded' && result.isNew)).toHaveLength(1);
    expect((await books()).disputed_funds).toBe(100_00n);
    expect(await disputing.mail('dispute_opened')).toHaveLength(1);
    const { rows } = await client.query(`select kind from outbox where payload->>'stripeDisputeId' = $1`, [
      seen.stripeDisputeId,
    ]);
    expect(rows).toEqual([{ kind: 'start_dispute' }]);
  });

  test('of a part of the payment takes that part', async () => {
    const { buyer, payment } = await buyerWithPayment();
    const { dispute } = await disputing.dispute(payment, { amountMinor: 40_00 });
    expect(dispute).toMatchObject({ amount: usd(40_00), fromWallet: usd(40_00), fromReceivable: usd(0) });
    expect(await disputing.balance(buyer.walletId)).toBe(60_00n);
  });

  test('leaves what holds have reserved', async () => {
    const { buyer, payment } = await buyerWithPayment();
    const { accountId } = disputing;
    await ledger.holds.place({ accountId, buyerId: buyer.id, amount: usd(25_00), lifetimeMs: 60_000 });
    const { dispute } = await disputing.dispute(payment);
    expect([dispute.fromWallet, dispute.fromReceivable]).toEqual([usd(75_00), usd(25_00)]);
  });

  test('of somebody else’s payment is nobody’s, and one that is faster than the credit waits for it', async () => {
    const foreign = disputing.seen({ paymentIntentId: 'pi_foreign', amountMinor: 100 });
    expect(await ledger.disputes.record(foreign, 'event')).toEqual({ outcome: 'not_ours' });
    const { buyer, payment } = await buyerWithPayment();
    const { accountId } = disputing;
    const { walletId } = buyer;
    const amount = usd(50_00);
    const asked = await ledger.topUps.request(
      { accountId, walletId, amount, funding: 'buyer_card', buyerId: buyer.id },
      tester,
    );
    const chargeId = asked.outcome === 'accepted' ? (asked.topUp.chargeId ?? '') : '';
    await ledger.charges.rememberPaymentIntent(chargeId, 'pi_early');
    const early = disputing.seen({ ...payment, paymentIntentId: 'pi_early' });
    expect(await ledger.disputes.record(early, 'event')).toEqual({ outcome: 'not_credited_yet', chargeId });
  });

  test('with all of it owed is paid by the next credits, as lines of their own', async () => {
    const { buyer, payment } = await buyerWithPayment(100_00);
    const { dispute } = await disputing.dispute(payment);
    expect(dispute).toMatchObject({ fromWallet: usd(0), fromReceivable: usd(100_00) });
    await disputing.credit(buyer.walletId, 60_00);
    expect((await ledger.disputes.find(dispute.id))?.stillOwed).toEqual(usd(40_00));
    await disputing.credit(buyer.walletId, 60_00);
    expect(await disputing.balance(buyer.walletId)).toBe(20_00n);
    expect((await ledger.disputes.find(dispute.id))?.stillOwed).toEqual(usd(0));
  });
});

describe('an inquiry', () => {
  test('takes nothing and stops nothing, and is told', async () => {
    const { buyer, payment } = await buyerWithPayment();
    const inquiry = await disputing.dispute(payment, { status: 'warning_needs_response' });
    expect(inquiry.dispute).toMatchObject({
      status: 'inquiry',
      fromWallet: usd(0),
      fee: null,
      takenAt: null,
    });
    expect(await disputing.balance(buyer.walletId)).toBe(100_00n);
    expect(await disputing.reasonsOf(buyer.id)).toEqual([]);
    expect(await disputing.mail('dispute_opened')).toHaveLength(1);
    expect(await inquiry.close('warning_closed')).toMatchObject({
      status: 'inquiry_closed',
      verdict: 'inquiry_closed',
    });
    expect(await disputing.mail('dispute_closed')).toHaveLength(1);
  });

  test('takes the money when it becomes a dispute', async () => {
    const { buyer, payment } = await buyerWithPayment();
    const inquiry = await disputing.dispute(payment, { status: 'warning_needs_response' });
    expect(await inquiry.close('needs_response')).toMatchObject({ fromWallet: usd(100_00) });
    expect(await disputing.balance(buyer.walletId)).toBe(0n);
    expect(await disputing.mail('dispute_opened')).toHaveLength(2);
  });
});

describe('a dispute that is won', () => {
  test('gives everything back and settles what is still owed', async () => {
    const { buyer, payment } = await buyerWithPayment(70_00);
    const { close, dispute } = await disputing.dispute(payment);
    await disputing.credit(buyer.walletId, 50_00);
    expect(await close('won')).toMatchObject({ status: 'won', stillOwed: usd(0), pausedBuyers: [] });
    expect(await disputing.balance(buyer.walletId)).toBe(80_00n);
    expect(await books()).toEqual({
      wallet: 80_00n,
      receivable: 0n,
      disputed_funds: 0n,
      stripe_clearing: -100_00n + 15_00n,
      stripe_fees: -15_00n,
      lead_revenue: 70_00n,
      external_receipts: -50_00n,
    });
    expect(await disputing.reasonsOf(buyer.id)).toEqual([]);
    expect(await close('won')).toMatchObject({ id: dispute.id });
    expect(await disputing.balance(buyer.walletId)).toBe(80_00n);
  });

  test('leaves in the wallet what was paid for it in the meantime', async () => {
    const { buyer, payment } = await buyerWithPayment(100_00);
    const { close } = await disputing.dispute(payment);
    await disputing.credit(buyer.walletId, 130_00);
    expect(await disputing.balance(buyer.walletId)).toBe(30_00n);
    await close('won');
    expect(await disputing.balance(buyer.walletId)).toBe(130_00n);
  });

  test('before we heard of it moves nothing but the fee', async () => {
    const { buyer, payment } = await buyerWithPayment();
    const { dispute } = await disputing.dispute(payment, { status: 'won' });
    expect(dispute).toMatchObject({ verdict: 'won', fromWallet: usd(0), fee: usd(15_00) });
    expect(await disputing.balance(buyer.walletId)).toBe(100_00n);
    expect((await books()).stripe_clearing).toBe(-100_00n + 15_00n);
  });

  test('gives the fee back where Stripe does', async () => {
    const { payment } = await buyerWithPayment();
    const { again } = await disputing.dispute(payment);
    const won = again('won');
    const movements = won.movements.map((movement) =>
      movement.amountMinor > 0 ? { ...movement, feeMinor: -15_00 } : movement,
    );
    const dispute = await disputing.record({ ...won, movements });
    expect(dispute.fee).toEqual(usd(0));
    expect((await books()).stripe_fees).toBe(0n);
  });
});

describe('a dispute that is lost', () => {
  test('keeps what it took; the pause ends once what is owed for it is paid', async () => {
    const { buyer, payment } = await buyerWithPayment(70_00);
    const { close } = await disputing.dispute(payment);
    expect(await disputing.reasonsOf(buyer.id)).toEqual([['dispute_opened', 'pause']]);
    expect(await close('lost')).toMatchObject({ status: 'lost', stillOwed: usd(70_00) });
    expect(await disputing.reasonsOf(buyer.id)).toEqual([['dispute_opened', 'pause']]);
    await disputing.credit(buyer.walletId, 50_00);
    expect(await disputing.reasonsOf(buyer.id)).toEqual([['dispute_opened', 'pause']]);
    await disputing.credit(buyer.walletId, 50_00);
    expect(await disputing.reasonsOf(buyer.id)).toEqual([]);
    expect(await disputing.balance(buyer.walletId)).toBe(30_00n);
    expect(await books()).toMatchObject({ disputed_funds: 0n, stripe_clearing: 15_00n, receivable: 0n });
  });

  test('ends the pause at once where the wallet had paid for it, and leaves the rest of the wallet to deliver', async () => {
    const { buyer, payment } = await buyerWithPayment();
    await disputing.credit(buyer.walletId, 50_00);
    const { close } = await disputing.dispute(payment);
    expect(await ledger.deliveries.deliver(disputing.lead(buyer.id, 'a', 10_00))).toMatchObject({
      code: 'delivery_paused',
    });
    await close('lost');
    expect(await ledger.deliveries.deliver(disputing.lead(buyer.id, 'b', 10_00))).toMatchObject({
      outcome: 'delivered',
    });
  });

  test('is opened and closed by one look where its beginning was missed', async () => {
    const { buyer, payment } = await buyerWithPayment(70_00);
    const { dispute, again } = await disputing.dispute(payment, { status: 'lost' });
    expect(dispute).toMatchObject({ verdict: 'lost', fromWallet: usd(30_00), fromReceivable: usd(70_00) });
    // An older look that comes in late changes nothing.
    expect(await disputing.record(again('needs_response'))).toMatchObject({ verdict: 'lost' });
    expect(await disputing.balance(buyer.walletId)).toBe(0n);
  });

  test('stays lost; that Stripe says otherwise later is noted for people', async () => {
    const { buyer, payment } = await buyerWithPayment();
    const { close, dispute } = await disputing.dispute(payment);
    await close('lost');
    await close('won');
    expect(await close('won')).toMatchObject({ verdict: 'lost' });
    expect(await disputing.balance(buyer.walletId)).toBe(0n);
    const { rows } = await client.query(
      `select action from audit_log where subject_id = $1 and action = 'dispute.changed_after_verdict'`,
      [dispute.id],
    );
    expect(rows).toHaveLength(1);
  });
});
