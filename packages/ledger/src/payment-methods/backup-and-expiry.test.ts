import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newPrint, openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

describe('a backup card', () => {
  test('is one of the payer’s other cards, with the words he agreed to', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const { payer, card: first } = await collecting.buyerWithCard();
    const [second, third] = [
      await collecting.card(payer, { fingerprint: newPrint(), consent: 'you may charge it' }),
      await collecting.card(payer, { fingerprint: newPrint() }),
    ];
    expect(second.consent).toMatchObject({ text: 'you may charge it', by: 'Test' });
    const set = (paymentMethodId: string | null) =>
      ledger.paymentMethods.setBackup({ accountId, payer, paymentMethodId, consentText: 'once' }, tester);
    expect(await set(first.id)).toEqual({ outcome: 'is_default' });
    expect(await set('pmt_of_nobody')).toEqual({ outcome: 'payment_method_not_found' });
    await Promise.all([set(second.id), set(third.id)]);
    const backups = async () =>
      (await ledger.paymentMethods.list(accountId, payer)).filter(({ isBackup }) => isBackup);
    expect(await backups()).toMatchObject([{ consent: { text: 'once', by: 'test' } }]);
    // Made the default, it stands in for nothing any more.
    const [backup] = await backups();
    await ledger.paymentMethods.setDefault(accountId, payer, backup?.id ?? '', tester);
    expect(await backups()).toEqual([]);
    expect(await set(null)).toEqual({ outcome: 'saved', paymentMethod: null });
  });
});

describe('the last card of an automatic top-up', () => {
  test('is removed only when that is confirmed, and suspends its rule', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const { buyer, payer, card } = await collecting.buyerWithCard();
    await collecting.credit(buyer.walletId, 100_000);
    await ledger.autoTopUps.save(
      {
        accountId,
        walletId: buyer.walletId,
        enabled: true,
        threshold: usd(10_000),
        amount: usd(50_000),
        targetBalance: null,
        payer: 'buyer',
        consentText: 'yes',
      },
      tester,
    );
    const remove = (confirm: boolean) =>
      ledger.paymentMethods.remove({ accountId, payer, paymentMethodId: card.id, confirm }, tester);
    expect(await remove(false)).toEqual({ outcome: 'last_card_of_auto_top_up' });
    expect(await ledger.paymentMethods.get(accountId, card.id)).not.toBeNull();
    expect(await remove(true)).toMatchObject({ outcome: 'removed' });
    const wallet = await ledger.wallets.get(accountId, buyer.walletId);
    expect(wallet?.autoTopUp).toMatchObject({ state: 'suspended', suspended: { because: 'no_usable_card' } });
    await collecting.card(payer, { fingerprint: newPrint() });
    expect((await ledger.autoTopUps.get(accountId, buyer.walletId))?.state).toBe('on');
  });
});

describe('a card that expires', () => {
  test('is told 60, 30 and 7 days before its last day, each once', async () => {
    const collecting = await openCollecting(ledger);
    const { payer, card } = await collecting.buyerWithCard();
    // Good until the last day of December 2034.
    const day = (text: string) => ledger.paymentMethods.noticeExpiring(new Date(text));
    expect(await day('2034-10-31T12:00:00Z')).toBe(0);
    const told: string[] = [];
    for (const at of ['2034-11-03', '2034-11-20', '2034-12-03', '2034-12-20', '2034-12-26', '2034-12-31']) {
      await day(`${at}T12:00:00Z`);
      told.push(`${at}: ${(await collecting.mail('card_expiring')).length}`);
    }
    expect(told).toEqual([
      '2034-11-03: 1',
      '2034-11-20: 1',
      '2034-12-03: 2',
      '2034-12-20: 2',
      '2034-12-26: 3',
      '2034-12-31: 3',
    ]);
    expect(await day('2035-02-01T00:00:00Z')).toBe(0);
    const expiring = await ledger.paymentMethods.expiringCards(new Date('2035-01-01T00:00:00Z'));
    expect(expiring).toContainEqual({
      paymentMethod: expect.objectContaining({ id: card.id, payer }),
      buyerName: 'Acme Solar',
      autoTopUp: false,
    });
  });
});

describe('a low balance', () => {
  test('is told at once where it is set above what there is, once', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const { walletId } = await collecting.buyer();
    await collecting.credit(walletId, 5000);
    const set = (lowBalance: ReturnType<typeof usd> | null) =>
      ledger.wallets.setLowBalance({ accountId, walletId, lowBalance }, tester);
    const saved = await set(usd(8000));
    expect(saved).toMatchObject({ outcome: 'saved', wallet: { lowBalance: usd(8000) } });
    await set(usd(8000));
    expect(await collecting.mail('low_balance')).toHaveLength(1);
    await collecting.credit(walletId, 5000);
    expect(await collecting.mail('balance_recovered')).toHaveLength(1);
    expect(await set(null)).toMatchObject({ wallet: { lowBalance: null, lowBalanceSince: null } });
    const euros = { accountId, walletId, lowBalance: { amountMinor: 1n, currency: 'EUR' } as const };
    expect(await ledger.wallets.setLowBalance(euros, tester)).toEqual({
      outcome: 'currency_mismatch',
      expected: 'USD',
    });
  });
});
