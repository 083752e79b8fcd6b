import { strict as assert } from 'node:assert';
import type { Stage } from '../stage/open-stage.ts';
import { heldAtStripe } from '../stage/stripe-money-back.ts';
import { readAtStripe } from './at-stripe.ts';
import type { Traveled } from './journey.ts';
import { verifyInvoices } from './verify-invoices.ts';
import { verifyLeads } from './verify-leads.ts';
import { verifyDisputes, verifyRefunds } from './verify-money-back.ts';
import { verifyTopUps } from './verify-top-ups.ts';

/** Everything that moved money did so once at Stripe and once in the books, or in neither; and the two agree as a whole. */
export async function verifyMoney(stage: Stage, traveled: readonly Traveled[]): Promise<void> {
  const { ledger, stripe, stripeUrl } = stage.bench;
  const atStripe = await readAtStripe(stripeUrl);
  for (const journey of traveled) {
    await verifyTopUps(stage, atStripe, journey);
    await verifyLeads(stage, atStripe, journey);
    await verifyRefunds(stage, atStripe, journey);
    await verifyDisputes(stage, atStripe, journey);
    await verifyInvoices(stage, atStripe, journey);
  }
  await verifyRequests(stripe);
  assert.equal(await heldByTheBooks(stage), await heldAtStripe(stripeUrl), 'what Stripe holds');
  assert.deepEqual(await ledger.checkInvariants(), []);
}

const TAKES_MONEY = /^\/v1\/(payment_intents\/[^/]+\/confirm|invoices\/[^/]+\/pay)$/;

/** Past the objects: among all requests no payment was confirmed successfully twice. */
async function verifyRequests(stripe: Stage['bench']['stripe']): Promise<void> {
  const confirmed = new Set<string>();
  for (const { path, status, replayed, idempotencyKey } of await stripe.requests('/v1/')) {
    if (status !== 200 || replayed || !TAKES_MONEY.test(path)) continue;
    // Answered with the bank's question: what came of that is among the charges.
    if (idempotencyKey?.includes(':payer:')) continue;
    assert.ok(!confirmed.has(path), `${path} succeeded twice`);
    confirmed.add(path);
  }
}

/** Over all accounts. */
async function heldByTheBooks({ sql }: Stage): Promise<bigint> {
  const { rows } = await sql.query<{ held: string }>(
    `select coalesce(-sum(e.amount), 0) as held
     from book_entry e join book_account b on b.id = e.book_account_id where b.kind = 'stripe_clearing'`,
  );
  return BigInt(rows[0]?.held ?? 0);
}
