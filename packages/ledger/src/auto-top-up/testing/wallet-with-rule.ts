import pg from 'pg';
import { createLedger } from '../../create-ledger.ts';
import { connect } from '../../database/connection.ts';
import type { Ledger } from '../../ledger.ts';
import { createTestDatabase, openScenario, tester, usd } from '../../testing/index.ts';
import { createAutoTopUps } from '../auto-top-ups.ts';
import type { AutoTopUps, SaveAutoTopUpInput } from '../types.ts';

export type RuleTests = {
  databaseUrl: string;
  ledger: Ledger;
  autoTopUps: AutoTopUps;
  client: pg.Client;
  close(): Promise<void>;
};

/** A database of one's own to try rules in. */
export async function openRuleTests(): Promise<RuleTests> {
  const databaseUrl = await createTestDatabase();
  const ledger = createLedger({ databaseUrl });
  const database = connect({ databaseUrl, poolSize: 4 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    databaseUrl,
    ledger,
    autoTopUps: createAutoTopUps(database),
    client,
    async close() {
      await client.end();
      await database.close();
      await ledger.close();
    },
  };
}

/** A buyer's wallet with 150.00, an account with a card, and a rule of 50.00 below 100.00 to vary. */
export async function openWallet({ ledger, autoTopUps, client }: RuleTests) {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  await scenario.card({ kind: 'account' });
  const { id: buyerId, walletId } = await scenario.buyer();
  await scenario.credit(walletId, 150_00);

  const rule = (change: Partial<SaveAutoTopUpInput> = {}): SaveAutoTopUpInput => ({
    accountId,
    walletId,
    enabled: true,
    threshold: usd(100_00),
    amount: usd(50_00),
    targetBalance: null,
    payer: 'account',
    consentText: 'Charge our card when the balance is low.',
    ...change,
  });

  return {
    scenario,
    place: { accountId, walletId },
    accountId,
    buyerId,
    walletId,
    rule,
    save: (change: Partial<SaveAutoTopUpInput> = {}) => autoTopUps.save(rule(change), tester),
    read: () => autoTopUps.get(accountId, walletId),
    draw: (leadId: string, priceMinor: number) =>
      ledger.deliveries.deliver(scenario.lead(buyerId, leadId, priceMinor)),
    check: () => client.query('select check_auto_top_up($1, $2)', [accountId, walletId]),

    /** The automatic top-ups of the wallet, newest first. */
    async automatic() {
      const { items } = await ledger.topUps.list(accountId, { walletId }, { limit: 100 });
      return items.filter(({ trigger }) => trigger === 'auto');
    },

    /** Stripe has collected it. */
    async pay(topUpId: string): Promise<void> {
      const topUp = await ledger.topUps.find(topUpId);
      if (topUp === null || topUp.chargeId === null) throw new Error('no charge');
      await ledger.charges.rememberPaymentIntent(topUp.chargeId, `pi_${topUpId}`);
      await ledger.topUps.credit(topUpId, { paymentIntentId: `pi_${topUpId}`, stripeChargeId: null });
      await client.query('select after_credit($1, $2, $3, $4)', [
        accountId,
        walletId,
        topUp.amount.amountMinor.toString(),
        topUp.chargeId,
      ]);
    },

    async pauseByHand(): Promise<void> {
      await client.query(
        `insert into pause_reason (id, account_id, buyer_id, reason) values ($1, $2, $3, 'manual')`,
        [`rsn_${buyerId}`, accountId, buyerId],
      );
    },
  };
}

export type WalletWithRule = Awaited<ReturnType<typeof openWallet>>;
