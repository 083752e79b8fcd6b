import pg from 'pg';
import { createAutoTopUps } from '../../auto-top-up/auto-top-ups.ts';
import { connect } from '../../database/connection.ts';
import type { Ledger } from '../../ledger.ts';
import { failCharge } from '../../testing/failing-charge.ts';
import { openScenario, tester, usd } from '../../testing/index.ts';

/** Fills a database with what failing charges, pauses and rules leave behind. */
export async function writeSoundCollections(ledger: Ledger, databaseUrl: string): Promise<void> {
  const database = connect({ databaseUrl, poolSize: 1 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  await scenario.card({ kind: 'account' });

  const trusted = await scenario.buyer({
    billing: { failurePolicy: 'continue', exposureLimit: usd(100_00) },
  });
  await scenario.credit(trusted.walletId, 10_00);
  const rule = {
    accountId,
    walletId: trusted.walletId,
    enabled: true,
    threshold: usd(1_00),
    amount: usd(20_00),
    targetBalance: null,
    payer: 'account',
    consentText: 'yes',
  } as const;
  await createAutoTopUps(database).save(rule, tester);

  const paused = await scenario.buyer();
  const world = { ledger, client, scenario };
  await failCharge(world, {
    walletId: trusted.walletId,
    amountMinor: 60_00,
    buyers: [{ id: trusted.id, policy: 'continue' }],
  });
  await failCharge(world, {
    walletId: paused.walletId,
    amountMinor: 70_00,
    buyers: [{ id: paused.id, policy: 'pause' }],
  });
  await ledger.deliveries.deliver(scenario.lead(trusted.id, 'lead-1', 30_00));

  const resumed = await scenario.buyer();
  await client.query(
    `insert into pause_reason (id, account_id, buyer_id, reason) values ('rsn_1', $1, $2, 'manual')`,
    [accountId, resumed.id],
  );
  await client.query(
    `update pause_reason set closed_at = clock_timestamp(), closed_as = 'lifted' where id = 'rsn_1'`,
  );
  await client.end();
  await database.close();
}
