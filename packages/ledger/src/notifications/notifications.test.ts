import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester } from '../testing/index.ts';

let ledger: Ledger;
let client: pg.Client;

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

const written = { subject: 'A card was declined', text: 'Hello', html: '<p>Hello</p>' };

/** Everything that waits now, taken by nobody else for a minute. */
const claimAll = () => ledger.emails.claim(1000, 60_000);

describe('mail', () => {
  test('goes to the people of the account who look after billing, and to a buyer who wants it', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    await ledger.accounts.updateSettings(accountId, { mailReplyTo: 'billing@agency.example' }, tester);
    for (const role of ['owner', 'admin', 'billing', 'viewer'] as const) {
      const email = `${role}.${accountId}@agency.example`;
      await ledger.users.ensure({ accountId, email, name: role, role, passwordHash: 'x' });
    }
    const { buyer, payer } = await collecting.buyerWithCard();
    await ledger.buyers.update(
      { accountId, buyerId: buyer.id, email: 'buyer@example.com', billing: { notifyBuyer: true } },
      tester,
    );
    const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(topUp);
    await collecting.decline(topUp);
    const mine = (await claimAll()).filter((email) => email.accountId === accountId);
    expect(mine).toMatchObject([
      {
        audience: 'agency',
        kind: 'charge_declined',
        recipients: ['admin', 'billing', 'owner'].map((role) => `${role}.${accountId}@agency.example`),
        replyTo: 'billing@agency.example',
        accountName: 'Test Agency',
        attempts: 1,
        data: {
          chargeId: topUp.chargeId,
          payer: payer.kind,
          affectedBuyers: [{ buyerId: buyer.id, paused: true }],
        },
      },
      { audience: 'buyer', recipients: ['buyer@example.com'] },
    ]);
  });

  test('is taken by one only, again when its lease runs out, and never once it was sent', async () => {
    const collecting = await openCollecting(ledger);
    await collecting.failing();
    const claims = await Promise.all([1, 2, 3].map(claimAll));
    const mine = claims.flat().filter((email) => email.accountId === collecting.accountId);
    expect(mine).toHaveLength(1);
    const id = mine[0]?.id ?? '';
    await ledger.emails.retryLater(id, 0, 'the mail server is away');
    const again = (await claimAll()).find((email) => email.id === id);
    expect(again?.attempts).toBe(2);
    await ledger.emails.sent(id, written, 'captured');
    await ledger.emails.sent(id, { ...written, subject: 'late' }, 'smtp');
    await ledger.emails.retryLater(id, 0, 'late');
    expect((await claimAll()).some((email) => email.id === id)).toBe(false);
    expect(await ledger.emails.get(collecting.accountId, id)).toMatchObject({
      ...written,
      sentVia: 'captured',
      lastError: null,
    });
    const other = await openCollecting(ledger);
    expect(await ledger.emails.get(other.accountId, id)).toBeNull();
  });

  test('with a link goes to a buyer whether it wants other mail or not, once, and does not keep the link when it has left', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const buyer = await collecting.buyer({ email: 'quiet@example.com' });
    const link = await ledger.payerLinks.create(
      { accountId, kind: 'save_card', token: `t-${accountId}`, buyerId: buyer.id, lifetimeMs: 60_000 },
      tester,
    );
    const mail = { accountId, buyerId: buyer.id, link, url: 'http://localhost/pay/t' };
    await Promise.all([ledger.emails.payerLink(mail), ledger.emails.payerLink(mail)]);
    const mine = (await claimAll()).filter((email) => email.accountId === accountId);
    expect(mine).toMatchObject([
      { kind: 'payer_link', recipients: ['quiet@example.com'], data: { linkId: link.id, url: mail.url } },
    ]);
    const [{ id } = { id: '' }] = mine;
    await ledger.emails.sent(id, { subject: 's', text: 't', html: 'h' }, 'smtp');
    const { rows } = await client.query(`select data ? 'url' as has_url from email where id = $1`, [id]);
    expect(rows).toEqual([{ has_url: false }]);
  });
});

describe('an outgoing webhook', () => {
  test('carries the endpoint as it is when it is sent, and is kept until it is delivered', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const { outgoingWebhooks: webhooks } = ledger;
    const { buyer } = await collecting.failing();
    const claim = async () =>
      (await webhooks.claim(1000, 60_000)).filter((one) => one.accountId === accountId);
    const [first] = await claim();
    expect(first).toMatchObject({
      type: 'buyer.paused',
      endpoint: null,
      attempts: 1,
      payload: { buyerId: buyer.id, reasons: ['charge_declined'] },
    });
    const id = first?.id ?? '';
    const saved = await webhooks.saveEndpoint(
      { accountId, url: 'https://crm.example/hooks', enabled: true, rollSecret: false },
      tester,
    );
    expect(saved.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/);
    await webhooks.failed(id, { status: 503, error: 'away', retryInMs: 0 });
    expect(await claim()).toMatchObject([{ id, endpoint: { secret: saved.secret }, attempts: 2 }]);
    await webhooks.failed(id, { status: null, error: 'gone', retryInMs: null });
    expect(await claim()).toEqual([]);
    expect(await webhooks.resend(accountId, id)).toBe(true);
    expect(await claim()).toMatchObject([{ id, attempts: 1 }]);
    await webhooks.delivered(id, 204);
    const { items } = await webhooks.list(accountId, { limit: 10 });
    expect(items).toMatchObject([{ id, lastStatus: 204, lastError: null, nextAt: null, givenUpAt: null }]);
    expect(await webhooks.resend((await openCollecting(ledger)).accountId, id)).toBe(false);
  });

  test('keeps its secret until it is rolled', async () => {
    const { accountId } = await openCollecting(ledger);
    const endpoint = { accountId, url: 'https://crm.example/hooks', enabled: true };
    const { outgoingWebhooks: webhooks } = ledger;
    expect(await webhooks.endpoint(accountId)).toBeNull();
    const first = await webhooks.saveEndpoint({ ...endpoint, rollSecret: false }, tester);
    const same = await webhooks.saveEndpoint({ ...endpoint, enabled: false, rollSecret: false }, tester);
    expect(same).toEqual({ ...first, enabled: false });
    const rolled = await webhooks.saveEndpoint({ ...endpoint, rollSecret: true }, tester);
    expect(rolled.secret).not.toBe(first.secret);
    expect(await webhooks.endpoint(accountId)).toEqual(rolled);
  });
});
