import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterAll(() => ledger.close());

const newToken = () => randomBytes(32).toString('base64url');
const DAY_MS = 86_400_000;

describe('a payer link', () => {
  test('opens until it is used, and is used once', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const buyer = await collecting.buyer();
    const token = newToken();
    const link = await ledger.payerLinks.create(
      {
        accountId,
        kind: 'pay',
        token,
        buyerId: buyer.id,
        walletId: buyer.walletId,
        amount: usd(5000),
        lifetimeMs: DAY_MS,
      },
      tester,
    );
    expect(await ledger.payerLinks.open(token)).toEqual({ state: 'open', link });
    expect(link).toMatchObject({ accountName: 'Test Agency', buyerName: 'Acme Solar', amount: usd(5000) });
    const uses = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.payerLinks.use(token)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await ledger.payerLinks.open(token)).toEqual({ state: 'dead', because: 'used' });
    expect(await ledger.payerLinks.list(accountId, { buyerId: buyer.id })).toHaveLength(1);
  });

  test('dies with its time, by hand, and is unknown to whoever guesses', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const buyer = await collecting.buyer();
    const make = (token: string, lifetimeMs: number) =>
      ledger.payerLinks.create(
        { accountId, kind: 'save_card', token, buyerId: buyer.id, lifetimeMs },
        tester,
      );
    const [late, revoked] = [newToken(), newToken()];
    await make(late, -1);
    expect(await ledger.payerLinks.open(late)).toEqual({ state: 'dead', because: 'expired' });
    expect(await ledger.payerLinks.use(late)).toBe(false);
    const { id } = await make(revoked, DAY_MS);
    const other = await openCollecting(ledger);
    expect(await ledger.payerLinks.revoke(other.accountId, id, tester)).toBe(false);
    expect(await ledger.payerLinks.revoke(accountId, id, tester)).toBe(true);
    expect(await ledger.payerLinks.open(revoked)).toEqual({ state: 'dead', because: 'revoked' });
    expect(await ledger.payerLinks.open(newToken())).toEqual({ state: 'dead', because: 'unknown' });
  });

  test('that a person made is left alone by the one that a mail would carry', async () => {
    const collecting = await openCollecting(ledger);
    const { chargeId } = await collecting.failing();
    const { accountId } = collecting;
    const mail = { kind: 'system', id: 'mail', label: 'Mail' } as const;
    const order = (token: string) =>
      ({ accountId, kind: 'authenticate', token, chargeId, lifetimeMs: DAY_MS }) as const;
    const [first, second, byHand] = [newToken(), newToken(), newToken()];
    expect(await ledger.payerLinks.createUnlessHandmade(order(first), mail)).not.toBeNull();
    expect(await ledger.payerLinks.createUnlessHandmade(order(second), mail)).not.toBeNull();
    expect(await ledger.payerLinks.open(first)).toEqual({ state: 'dead', because: 'revoked' });
    const { id } = await ledger.payerLinks.create(order(byHand), tester);
    expect(await ledger.payerLinks.createUnlessHandmade(order(newToken()), mail)).toBeNull();
    expect(await ledger.payerLinks.open(byHand)).toMatchObject({ state: 'open', link: { id } });
  });

  test('to a payment kills the older one to the same payment', async () => {
    const collecting = await openCollecting(ledger);
    const { chargeId } = await collecting.failing();
    const tokens = [newToken(), newToken(), newToken()];
    await Promise.all(
      tokens.map((token) =>
        ledger.payerLinks.create(
          { accountId: collecting.accountId, kind: 'authenticate', token, chargeId, lifetimeMs: DAY_MS },
          tester,
        ),
      ),
    );
    const opened = await Promise.all(tokens.map((token) => ledger.payerLinks.open(token)));
    const alive = opened.flatMap((one) => (one.state === 'open' ? [one.link] : []));
    expect(alive).toMatchObject([{ chargeId, amount: usd(50_000), currency: 'USD' }]);
    // And all of them die with the payment.
    await collecting.close(chargeId, 'stopped');
    const after = await Promise.all(tokens.map((token) => ledger.payerLinks.open(token)));
    expect(after.every(({ state }) => state === 'dead')).toBe(true);
  });
});
