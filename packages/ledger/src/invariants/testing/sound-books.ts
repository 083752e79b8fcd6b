import pg from 'pg';
import { createLedger } from '../../create-ledger.ts';
import { keyed, openScenario, tester, usd } from '../../testing/index.ts';
import { writeSoundCollections } from './sound-collections.ts';

const decline = { code: 'generic_decline', adviceCode: null, networkDeclineCode: null, stripeChargeId: null };

/** Fills a database with at least one row of everything that an invariant is about. */
export async function writeSoundBooks(databaseUrl: string): Promise<void> {
  const ledger = createLedger({ databaseUrl, poolSize: 2 });
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const { id: buyerId, walletId } = await scenario.buyer({ name: 'Ann' });
  await scenario.credit(walletId, 100_00);
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-1', 10_00));
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-2', 15_00, keyed('key')));
  await ledger.deliveries.deliver(scenario.lead(buyerId, 'lead-3', 500_00, keyed('too much')));

  const pool = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  const capped = await scenario.buyer({
    name: 'Bob',
    walletId: pool.id,
    billing: { monthlyCap: usd(90_00) },
  });
  await scenario.credit(pool.id, 100_00);
  await ledger.deliveries.deliver(scenario.lead(capped.id, 'lead-1', 20_00));

  const hold = async (amountMinor: number) => {
    const placed = await ledger.holds.place({
      accountId,
      buyerId,
      amount: usd(amountMinor),
      lifetimeMs: 3_600_000,
    });
    if (placed.outcome !== 'placed') throw new Error(placed.outcome);
    return placed.hold.id;
  };
  await hold(5_00);
  await ledger.holds.capture({ accountId, holdId: await hold(8_00), leadId: 'lead-4', amount: usd(6_00) });
  await ledger.holds.release(accountId, await hold(4_00));

  await scenario.card({ kind: 'account' });
  const cardTopUp = async () => {
    const result = await ledger.topUps.request(
      { accountId, walletId, amount: usd(50_00), funding: 'account_card' },
      tester,
    );
    if (result.outcome !== 'accepted') throw new Error(result.outcome);
    return result.topUp;
  };
  for (const name of ['pi_1', 'pi_2']) {
    const { id, chargeId } = await cardTopUp();
    await ledger.charges.rememberPaymentIntent(chargeId ?? '', name);
    await ledger.topUps.credit(id, { paymentIntentId: name, stripeChargeId: null });
  }
  await ledger.topUps.decline((await cardTopUp()).id, decline);
  await ledger.topUps.cancel((await cardTopUp()).id, 'mistake', tester);
  await cardTopUp();
  const event = { id: 'evt_1', type: 'payment_intent.succeeded', objectId: 'pi_1', paymentIntentId: 'pi_1' };
  await ledger.webhookInbox.receive({ ...event, livemode: false, createdAt: new Date() });

  const other = await openScenario(ledger);
  await other.credit((await other.buyer()).walletId, 40_00);
  await writeSoundCollections(ledger, databaseUrl);
  await ledger.close();
}

/** A copy of a database that nobody is connected to. */
export async function copyDatabase(databaseUrl: string, name: string): Promise<string> {
  const source = new URL(databaseUrl);
  const admin = new URL(databaseUrl);
  admin.pathname = '/postgres';
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${source.pathname.slice(1)}`);
  } finally {
    await client.end();
  }
  source.pathname = `/${name}`;
  return source.href;
}
