import { newId } from '@drawdown/shared/ids';
import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import pg from 'pg';
import type { CreateBuyerInput } from '../../buyers/types.ts';
import { createLedger } from '../../create-ledger.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { openScenario, tester, usd } from '../../testing/scenario.ts';

export type BillingBench = Awaited<ReturnType<typeof openBillingBench>>;

/** A ledger, and buyers that are billed by period. */
export async function openBillingBench() {
  const databaseUrl = await createTestDatabase();
  const ledger = createLedger({ databaseUrl });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();

  return {
    databaseUrl,
    ledger,
    client,

    async close() {
      await client.end();
      await ledger.close();
    },

    async buyer(billing: NonNullable<CreateBuyerInput['billing']> = {}, { timeZone = 'UTC' } = {}) {
      const scenario = await openScenario(ledger, { timeZone });
      const buyer = await scenario.buyer({
        billing: { mechanism: 'net_terms', creditLimit: usd(1_000_00), ...billing },
      });
      const { accountId } = scenario;
      const kind = billing.mechanism === 'manual' ? ('manual' as const) : ('net_terms' as const);
      const { id: buyerId, walletId } = buyer;
      let leads = 0;
      return {
        scenario,
        accountId,
        buyerId,
        walletId,
        deliver: (priceMinor: number, leadId = `lead-${++leads}`) =>
          ledger.deliveries.deliver(scenario.lead(buyerId, leadId, priceMinor)),
        /** A lead of an earlier time; each has to be later than the one before it. */
        leadAt: (at: string, priceMinor: number) =>
          postLeadAt(client, { accountId, buyerId, walletId, at, priceMinor, rung: kind }),
        close: (period: string, endsAt: string) =>
          ledger.invoices.close({ accountId, buyerId, kind, period, endsAt }),
        /** Everything until now, and some: the clock of the process is ahead of the database's. */
        closeAll: (period = '2099-01') =>
          ledger.invoices.close({ accountId, buyerId, kind, period, endsAt: '2099-02-01T00:00:00Z' }),
        invoice: async (id: string | null) => {
          const invoice = id === null ? null : await ledger.invoices.get(accountId, id);
          if (invoice === null) throw new Error('there is no invoice');
          return invoice;
        },
        async receivable() {
          const found = await ledger.invoices.receivable(accountId, buyerId);
          if (found === null) throw new Error('there is no such buyer');
          return found;
        },
        /** Open at Stripe, as far as we are concerned. */
        async issued(id: string | null) {
          if (id === null) throw new Error('there is no invoice');
          const now = new Date();
          await ledger.invoices.setDue(id, now);
          if (kind === 'net_terms') await ledger.invoices.rememberStripeInvoice(id, `in_${id}`);
          const atStripe = { number: `ACME-${id.slice(-4)}`, hostedUrl: 'http://pay.example', pdfUrl: null };
          await ledger.invoices.markIssued(id, kind === 'manual' ? null : atStripe, now);
          return id;
        },
        due: async (now = new Date()): Promise<InvoicePeriodInput[]> =>
          (await ledger.invoices.due(now)).filter((input) => input.buyerId === buyerId),
        /** The books' side of a return, as the return itself does it. */
        async giveBack(deliveryId: string) {
          await ledger.returns.return({ accountId, deliveryId, code: 'no_interest' }, tester);
        },
      };
    },
  };
}

type PastLead = {
  accountId: string;
  buyerId: string;
  walletId: string;
  at: string;
  priceMinor: number;
  rung: 'net_terms' | 'manual';
};

/** The very rows that delivering it at that time would have left. */
async function postLeadAt(client: pg.Client, lead: PastLead): Promise<string> {
  const { accountId, buyerId, walletId, at, priceMinor, rung } = lead;
  const id = newId('delivery');
  await client.query('begin');
  await client.query(
    `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
       funding_reason, balance_after_minor, available_seen_minor, version_seen, created_at)
     values ($1, $2, $3, $4, $1, $5, 'USD', 'delivered', $6, $7, 0, 0, 0, $8)`,
    [
      id,
      accountId,
      buyerId,
      walletId,
      priceMinor,
      rung === 'manual' ? 'manual' : 'credit',
      rung === 'manual' ? 'manual_billing' : 'within_credit_limit',
      at,
    ],
  );
  const { rows: books } = await client.query(
    `select open_book($1, 'receivable', $2, 'USD') as owed, open_book($1, 'lead_revenue', '', 'USD') as earned`,
    [accountId, buyerId],
  );
  const { owed, earned } = books[0];
  const { rows } = await client.query(
    `insert into book_tx (account_id, key, kind, subject_id, created_at)
     values ($1, 'delivery:' || $2, 'delivery', $2, $3) returning id`,
    [accountId, id, at],
  );
  await client.query(
    `with b as (select * from book_account where id = $2::bigint)
     insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, version, prev_version,
       balance_before, balance_after, hash, created_at)
     select $1::bigint, 1, account_id, id, currency, -$4::bigint, version + 1, nullif(version, 0), balance, balance - $4::bigint,
       entry_hash(head_hash, id, version + 1, -$4::bigint, balance - $4::bigint, $5::timestamptz, 'delivery:' || $6), $5::timestamptz
       from b
     union all select $1::bigint, 2, account_id, $3::bigint, currency, $4::bigint, null, null, null, null, null, $5::timestamptz from b`,
    [rows[0].id, owed, earned, priceMinor, at, id],
  );
  await client.query(
    `update book_account b set balance = e.balance_after, version = e.version, head_hash = e.hash, last_at = e.created_at
     from book_entry e where e.tx_id = $1 and e.book_account_id = b.id and b.id = $2`,
    [rows[0].id, owed],
  );
  await client.query('commit');
  return id;
}
