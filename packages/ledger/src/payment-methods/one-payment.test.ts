import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newPrint, openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, tester, usd } from '../testing/index.ts';
import type { Payer } from './types.ts';

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(async () => {
  await client.end();
  await ledger.close();
});

/** A buyer with a link to pay by, and what its payer does there. */
async function openPaying() {
  const collecting = await openCollecting(ledger);
  const { accountId } = collecting;
  const buyer = await collecting.buyer();
  const { id: buyerId, walletId } = buyer;
  const payer: Payer = { kind: 'buyer', buyerId };
  await ledger.paymentMethods.rememberStripeCustomer(accountId, payer, `cus_${newPrint()}`);
  const token = randomBytes(32).toString('base64url');
  const link = await ledger.payerLinks.create(
    { accountId, kind: 'pay', token, buyerId, walletId, currency: 'USD', lifetimeMs: 3600_000 },
    tester,
  );
  const actor = { kind: 'system', id: link.id, label: 'Acme Solar, through a link' } as const;
  const details = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034 };

  return {
    ...collecting,
    buyer,
    payer,
    link,
    token,
    give: (stripePaymentMethodId = `pm_${newPrint()}`, consent?: { text: string; by: string }) =>
      ledger.paymentMethods.save(
        {
          accountId,
          payer,
          stripePaymentMethodId,
          ...details,
          fingerprint: `fp_of_${stripePaymentMethodId}`,
          ...(consent === undefined ? { forLinkId: link.id } : { consent }),
        },
        actor,
      ),
    pay: (paymentMethodId: string, key = `payer-link:${link.id}`) =>
      ledger.topUps.request(
        {
          accountId,
          walletId,
          buyerId,
          amount: usd(5_000),
          funding: 'buyer_card',
          paymentMethodId,
          payerLinkId: link.id,
          ...keyed(key),
        },
        actor,
      ),
  };
}

type Paying = Awaited<ReturnType<typeof openPaying>>;

async function payWith({ pay }: Paying, paymentMethodId: string) {
  const paid = await pay(paymentMethodId);
  if (paid.outcome !== 'accepted') throw new Error(paid.outcome);
  return paid.topUp;
}

async function spentOf({ accountId }: Paying): Promise<string[]> {
  const spent = await ledger.paymentMethods.removeSpent(1000);
  return spent.filter((card) => card.accountId === accountId).map(({ id }) => id);
}

const consent = { text: 'I agree.', by: 'Acme Solar' };

describe('a card given for one payment', () => {
  test('is none of its payer’s cards: no default, no backup, no successor, and nobody else may charge it', async () => {
    const paying = await openPaying();
    const { accountId, payer, buyer } = paying;
    const given = await paying.give();
    expect(given).toMatchObject({
      isDefault: false,
      isBackup: false,
      consent: null,
      forLinkId: paying.link.id,
    });
    expect(await ledger.paymentMethods.list(accountId, payer)).toEqual([]);
    expect(await ledger.paymentMethods.get(accountId, given.id)).toBeNull();

    const saved = await paying.card(payer, { fingerprint: newPrint() });
    expect(saved.isDefault).toBe(true);
    expect(await ledger.paymentMethods.setDefault(accountId, payer, given.id, tester)).toBeNull();
    const backup = { accountId, payer, paymentMethodId: given.id, consentText: 'yes' };
    expect(await ledger.paymentMethods.setBackup(backup, tester)).toMatchObject({
      outcome: 'payment_method_not_found',
    });
    const removal = { accountId, payer, paymentMethodId: saved.id, confirm: true };
    await ledger.paymentMethods.remove(removal, tester);
    expect(await ledger.paymentMethods.list(accountId, payer)).toEqual([]);

    const asked = { accountId, walletId: buyer.walletId, buyerId: buyer.id, amount: usd(5_000) };
    const byAgency = { ...asked, funding: 'buyer_card', paymentMethodId: given.id } as const;
    expect(await ledger.topUps.request(byAgency, tester)).toEqual({ outcome: 'payment_method_not_found' });
    const byDefault = { ...asked, funding: 'buyer_card' } as const;
    expect(await ledger.topUps.request(byDefault, tester)).toMatchObject({ outcome: 'no_payment_method' });
  });

  test('pays no other top-up, and is no default, even where the code would let it', async () => {
    const paying = await openPaying();
    const given = await paying.give();
    const own = await payWith(paying, given.id);
    expect(own.paymentMethod?.id).toBe(given.id);
    const saved = await paying.card(paying.payer, { fingerprint: newPrint() });
    const other = await paying.cardTopUp(paying.buyer.walletId, 5_000, paying.buyer.id);
    expect(other.paymentMethodId).toBe(saved.id);
    const charge = client.query('update charge set payment_method_id = $1 where id = $2', [
      given.id,
      other.chargeId,
    ]);
    await expect(charge).rejects.toThrow('given for another payment');
    await expect(paying.reserve({ ...other, paymentMethodId: given.id })).rejects.toThrow(
      'given for another payment',
    );
    await expect(
      client.query('update payment_method set is_default = true where id = $1', [given.id]),
    ).rejects.toThrow('payment_method_for_one_payment');
  });

  test('is saved, with the consent, when its payer agrees after all; and one that is saved stays so', async () => {
    const paying = await openPaying();
    const given = await paying.give('pm_after_all');
    const saved = await paying.give('pm_after_all', consent);
    expect(saved).toMatchObject({ id: given.id, forLinkId: null, isDefault: true, consent });
    expect(await paying.give('pm_after_all')).toMatchObject({ id: given.id, forLinkId: null, consent });
  });

  test('is let go once its payment is final, and told until Stripe has let go of it too', async () => {
    const paying = await openPaying();
    const [tried, unused] = [await paying.give(), await paying.give()];
    const topUp = await payWith(paying, tried.id);
    expect(await spentOf(paying)).toEqual([]);
    const payment = { paymentIntentId: `pi_${topUp.id}`, stripeChargeId: `ch_${topUp.id}` };
    await ledger.topUps.credit(topUp.id, payment);
    // Whoever dies after removing it leaves it to the next.
    for (let times = 0; times < 2; times += 1)
      expect((await spentOf(paying)).sort()).toEqual([tried.id, unused.id].sort());
    await ledger.paymentMethods.markDetached(tried.id);
    expect(await spentOf(paying)).toEqual([unused.id]);
    await ledger.paymentMethods.markDetached(unused.id);
    expect(await spentOf(paying)).toEqual([]);
  });

  test('is let go where no payment came of its link, and makes none from then on', async () => {
    const paying = await openPaying();
    const given = await paying.give();
    expect(await spentOf(paying)).toEqual([]);
    await ledger.payerLinks.revoke(paying.accountId, paying.link.id, tester);
    expect(await spentOf(paying)).toEqual([given.id]);
    expect(await paying.pay(given.id)).toEqual({ outcome: 'payment_method_not_found' });
  });

  test('is not let go under a payment that is just being made with it', async () => {
    const paying = await openPaying();
    const given = await paying.give();
    await ledger.payerLinks.revoke(paying.accountId, paying.link.id, tester);
    await client.query('begin');
    await client.query('select from payment_method where id = $1 for share', [given.id]);
    expect(await spentOf(paying)).toEqual([]);
    await client.query('rollback');
    expect(await spentOf(paying)).toEqual([given.id]);
  });

  test('is credited when its money comes in late, whatever has become of the card', async () => {
    const paying = await openPaying();
    const given = await paying.give();
    const topUp = await payWith(paying, given.id);
    const chargeId = topUp.chargeId ?? '';
    await paying.reserve({ topUpId: topUp.id, chargeId, paymentMethodId: given.id });
    await ledger.topUps.cancel(topUp.id, 'stopped', tester);
    await ledger.charges.recordOutcome(chargeId, 1, { outcome: 'canceled', paymentIntentId: 'pi_late' });
    expect(await spentOf(paying)).toEqual([given.id]);
    await ledger.topUps.credit(topUp.id, { paymentIntentId: `pi_${topUp.id}`, stripeChargeId: null });
    expect(await paying.balance(paying.buyer.walletId)).toBe(5_000n);
  });
});

describe('a declined payment with a card given for it', () => {
  async function declined() {
    const paying = await openPaying();
    const given = await paying.give();
    const topUp = await payWith(paying, given.id);
    const charge = { topUpId: topUp.id, chargeId: topUp.chargeId ?? '', paymentMethodId: given.id };
    await paying.reserve(charge);
    await paying.decline(charge);
    return { ...paying, given, charge };
  }

  async function factsOf(chargeId: string) {
    const facts = await ledger.collections.facts(chargeId);
    if (facts.state !== 'open') throw new Error(facts.state);
    return facts;
  }

  const nothingByItself = { card: null, isAnotherCard: false, backupCard: null, retryWanted: false };

  test('is on no schedule, and tried with no other card of its payer', async () => {
    const { payer, charge, ...paying } = await declined();
    expect(await ledger.topUps.find(charge.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'needs_card',
      nextAttemptAt: null,
    });
    await paying.card(payer, { fingerprint: newPrint() });
    const backup = await paying.card(payer, { fingerprint: newPrint() });
    const { accountId } = paying;
    await ledger.paymentMethods.setBackup(
      { accountId, payer, paymentMethodId: backup.id, consentText: 'yes' },
      tester,
    );
    expect(await factsOf(charge.chargeId)).toMatchObject(nothingByItself);
  });

  test('is tried once for each time its payer asks, with the card that he gives', async () => {
    const { charge, given, link, ...paying } = await declined();
    // The very same card again, as he wants it.
    expect(await ledger.payerLinks.offerCard(link.id, given.id)).toBe(true);
    expect(await factsOf(charge.chargeId)).toMatchObject({ card: { id: given.id }, isAnotherCard: true });
    await paying.reserve(charge, 2);
    expect(await ledger.payerLinks.offerCard(link.id, given.id)).toBe(false);
    await paying.decline(charge, { attempt: 2 });
    expect(await factsOf(charge.chargeId)).toMatchObject(nothingByItself);

    const other = await paying.give();
    expect(await ledger.payerLinks.offerCard(link.id, other.id)).toBe(true);
    expect(await factsOf(charge.chargeId)).toMatchObject({ card: { id: other.id } });
    await client.query(`update payer_link set offered_at = offered_at - interval '2 hours' where id = $1`, [
      link.id,
    ]);
    expect(await factsOf(charge.chargeId)).toMatchObject(nothingByItself);
  });

  test('is tried once when its payer presses several times at once', async () => {
    const { charge, given, link, ...paying } = await declined();
    for (let attempt = 2; attempt < 6; attempt += 1) {
      const press = () => ledger.payerLinks.offerCard(link.id, given.id);
      await Promise.all([press(), press(), paying.reserve(charge, attempt), press()]);
      await paying.decline(charge, { attempt });
      expect(await factsOf(charge.chargeId)).toMatchObject(nothingByItself);
    }
  });

  test('goes on by itself once its payer has given a card to keep', async () => {
    const { charge, link, ...paying } = await declined();
    const saved = await paying.give('pm_to_keep', consent);
    await ledger.payerLinks.offerCard(link.id, saved.id);
    expect(await factsOf(charge.chargeId)).toMatchObject({ card: { id: saved.id }, isAnotherCard: true });
    const again = { ...charge, paymentMethodId: saved.id };
    await paying.reserve(again, 2);
    await paying.decline(again, { attempt: 2 });
    expect(await factsOf(charge.chargeId)).toMatchObject({
      retryState: 'scheduled',
      card: { id: saved.id },
      retryWanted: true,
    });
  });

  test('decides for no other charge on the same card', async () => {
    const { charge, given, payer, buyer, ...paying } = await declined();
    await paying.card(payer, { fingerprint: given.fingerprint ?? '' });
    const other = await paying.cardTopUp(buyer.walletId, 5_000, buyer.id);
    expect(await paying.reserve(other, 1, false)).toEqual({ outcome: 'reserved' });
    expect(charge.chargeId).not.toBe(other.chargeId);
    await paying.decline(other);
    expect(await ledger.topUps.find(other.topUpId)).toMatchObject({ retryState: 'scheduled' });
  });
});
