import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester } from '../testing/index.ts';
import { declineOf, inAnHour, newPrint, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl, poolSize: 12 });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(async () => {
  await client.end();
  await ledger.close();
});

async function reserved(backupPrint = newPrint()) {
  const collecting = await openCollecting(ledger);
  const { buyer, payer, card } = await collecting.buyerWithCard();
  const backup = await collecting.card(payer, { fingerprint: backupPrint });
  const { accountId } = collecting;
  await ledger.paymentMethods.setBackup(
    { accountId, payer, paymentMethodId: backup.id, consentText: 'charge this one too' },
    tester,
  );
  const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
  await collecting.reserve(topUp);
  const decline = (code: string, { mayAskBackup = true, attempt = 1, of = topUp } = {}) =>
    ledger.collections.recordDecline({
      chargeId: of.chargeId,
      attempt,
      paymentIntentId: `pi_${of.chargeId}`,
      decline: declineOf(code),
      next: { kind: 'retry', at: inAnHour() },
      mayAskBackup,
    });
  const paidByBackup = async (declined: typeof topUp) => {
    await collecting.reserve({ ...declined, paymentMethodId: backup.id }, 2, false);
    return pays(declined, 2);
  };
  return { collecting, buyer, card, backup, topUp, decline, paidByBackup };
}

async function pays({ chargeId, topUpId }: { chargeId: string; topUpId: string }, attempt: number) {
  const paid = { paymentIntentId: `pi_${chargeId}`, stripeChargeId: `ch_${chargeId}` };
  await ledger.charges.recordOutcome(chargeId, attempt, {
    ...paid,
    outcome: 'succeeded',
    amountReceivedMinor: 50_000,
  });
  return ledger.topUps.credit(topUpId, paid);
}

describe('a first decline where the payer has a backup card', () => {
  test('has no consequences yet, however often it is recorded: only its card is kept from being tried', async () => {
    const { collecting, buyer, card, backup, topUp, decline } = await reserved();
    const answers = await Promise.all([1, 2, 3].map(() => decline('lost_card')));
    for (const { pausedBuyerIds, backupCard } of answers) {
      expect(pausedBuyerIds).toEqual([]);
      expect(backupCard?.id).toBe(backup.id);
    }
    expect(await collecting.read(buyer.id)).toMatchObject({ deliveryStatus: 'active', pauseReasons: [] });
    expect(await collecting.mail()).toEqual([]);
    expect(await ledger.collections.get(collecting.accountId, topUp.chargeId)).toBeNull();
    const other = await collecting.cardTopUp(buyer.walletId, 1_000, buyer.id);
    expect(other.paymentMethodId).toBe(card.id);
    expect(await collecting.reserve(other)).toMatchObject({ outcome: 'card_blocked' });
    const { rows } = await client.query(
      `select after ->> 'code' as code, after ->> 'backupCardId' as backup from audit_log
       where action = 'charge.declined' and subject_id = $1`,
      [topUp.chargeId],
    );
    expect(rows).toEqual([{ code: 'lost_card', backup: backup.id }]);
  });

  test('pauses nobody where that card pays: its own card stays blocked, and that is told by mail', async () => {
    const { collecting, buyer, card, backup, topUp, decline, paidByBackup } = await reserved();
    await decline('lost_card');
    expect(await paidByBackup(topUp)).toMatchObject({ status: 'succeeded', decline: null });
    expect(await ledger.charges.get(topUp.chargeId)).toMatchObject({ paymentMethod: { id: backup.id } });
    const next = await collecting.cardTopUp(buyer.walletId, 1_000, buyer.id);
    expect(await collecting.reserve(next)).toMatchObject({ outcome: 'card_blocked' });
    const cards = await ledger.paymentMethods.list(collecting.accountId, {
      kind: 'buyer',
      buyerId: buyer.id,
    });
    expect(cards.map(({ id, blockedUntil }) => [id, blockedUntil])).toEqual([
      [card.id, expect.any(Date)],
      [backup.id, null],
    ]);

    expect((await collecting.mail()).map(({ kind }) => kind).sort()).toEqual(['charge_declined', 'receipt']);
    const { rows } = await client.query(
      `select data from email where account_id = $1 and kind = 'charge_declined'`,
      [collecting.accountId],
    );
    expect(rows).toEqual([
      {
        data: expect.objectContaining({
          declineCode: 'lost_card',
          last4: card.last4,
          paidByLast4: backup.last4,
          blockedUntil: expect.any(String),
        }),
      },
    ]);
  });

  test('is told once where the backup card pays again and again, until its own card has paid', async () => {
    const { collecting, buyer, card, topUp, decline, paidByBackup } = await reserved();
    const again = async () => {
      const next = await collecting.cardTopUp(buyer.walletId, 1_000, buyer.id);
      expect(await collecting.reserve(next)).toMatchObject({ outcome: 'reserved' });
      return next;
    };
    await decline('insufficient_funds');
    await paidByBackup(topUp);
    const second = await again();
    await decline('insufficient_funds', { of: second });
    await paidByBackup(second);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);

    await pays(await again(), 1);
    expect((await ledger.paymentMethods.get(collecting.accountId, card.id))?.lastSucceededAt).not.toBeNull();
    const fourth = await again();
    await decline('insufficient_funds', { of: fourth });
    await paidByBackup(fourth);
    expect(await collecting.mail('charge_declined')).toHaveLength(2);
  });

  test('is told once where the backup card pays two charges at the same moment', async () => {
    const { collecting, buyer, topUp, decline, paidByBackup } = await reserved();
    const second = await collecting.cardTopUp(buyer.walletId, 1_000, buyer.id);
    expect(await collecting.reserve(second)).toMatchObject({ outcome: 'reserved' });
    await decline('insufficient_funds');
    await decline('insufficient_funds', { of: second });
    await Promise.all([paidByBackup(topUp), paidByBackup(second)]);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
    expect(await collecting.mail('receipt')).toHaveLength(2);
  });

  test('is not told of where the payer paid with a third card: that mail is about the backup card', async () => {
    const { collecting, buyer, topUp, decline } = await reserved();
    const third = await collecting.card({ kind: 'buyer', buyerId: buyer.id }, { fingerprint: newPrint() });
    await decline('insufficient_funds');
    await collecting.reserve({ ...topUp, paymentMethodId: third.id }, 2, false);
    expect(await pays(topUp, 2)).toMatchObject({ status: 'succeeded' });
    expect(await collecting.mail('charge_declined')).toEqual([]);
    expect(await collecting.mail('receipt')).toHaveLength(1);
  });

  test('has all of them once that card has not paid', async () => {
    const { collecting, buyer, topUp, decline } = await reserved();
    await decline('insufficient_funds');
    expect(await decline('insufficient_funds', { mayAskBackup: false })).toEqual({
      pausedBuyerIds: [buyer.id],
      backupCard: null,
    });
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'scheduled',
    });
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
  });

  test.each(['invalid_amount', 'duplicate_transaction'])(
    'is not one to ask another card about: %s',
    async (code) => {
      const { decline } = await reserved();
      expect(await decline(code)).toMatchObject({ backupCard: null });
    },
  );

  test('means what it says where the backup card was tried already', async () => {
    const { collecting, buyer, backup, topUp, decline } = await reserved();
    await collecting.reserve({ ...topUp, paymentMethodId: backup.id }, 2, false);
    expect(await decline('insufficient_funds')).toEqual({ pausedBuyerIds: [buyer.id], backupCard: null });
  });
});
