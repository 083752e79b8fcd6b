import { strict as assert } from 'node:assert';
import { type Agency, openAgency, topUpRow } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import { readStripeBooks } from '../stage/stripe-books.ts';
import type { TimedStage } from '../stage/timed-stage.ts';

export type Outage = { stage: TimedStage; wallets: number; phaseMinutes: number; say?(line: string): void };

const ENDLESS = 1_000_000_000;
/** For everything to come to its end after the outage, in real time. */
const PATIENCE_MS = 2_400_000;

/**
 * Stripe answers 500 for some minutes and then nothing at all for as many, while automatic top-ups of so many
 * wallets are due. Afterwards every one of them completes, once. Closes the stage.
 */
export async function surviveOutage({
  stage,
  wallets,
  phaseMinutes,
  say,
}: Outage): Promise<{ topUps: number }> {
  const worker = await stage.bench.startWorker();
  try {
    const agency = await openAgency(stage);
    const buyers = [];
    for (let n = 0; n < wallets; n += 1) buyers.push(await agency.buyerWithCard(`pm_card_visa~${n}`));
    say?.(`${wallets} wallets with cards`);

    const { stripe } = stage.bench;
    await stripe.fault({ path: '/v1/payment_intents', mode: 'http_500', times: ENDLESS });
    const topUpIds: string[] = [];
    for (const buyer of buyers) {
      const { startedTopUpId } = await agency.autoTopUp(buyer);
      assert.ok(startedTopUpId !== null, 'the rule was due at once');
      topUpIds.push(startedTopUpId);
    }
    await eventually(() => verifyUnknown(stage, topUpIds), PATIENCE_MS);
    await stage.sleep(phaseMinutes);
    say?.(`${phaseMinutes} minutes of 500s`);
    await stripe.clearFaults();
    await stripe.fault({ path: '/v1/payment_intents', mode: 'drop_before', times: ENDLESS });
    await stage.sleep(phaseMinutes);
    say?.(`${phaseMinutes} minutes without answers`);
    await verifyNobodySuffered(stage, agency);
    assert.deepEqual(await agency.mails(), {});
    await verifyUnknown(stage, topUpIds);
    await verifyAsked(stage, wallets);

    await stripe.clearFaults();
    await stage.letEverythingEnd();
    await verifyCompleted(stage, topUpIds);
    await verifyNobodySuffered(stage, agency);
    assert.deepEqual(await stage.bench.ledger.checkInvariants(), []);
    return { topUps: topUpIds.length };
  } finally {
    await worker.stop();
    await stage.close();
  }
}

/** While it lasts: nothing counts as a failure, and nothing as done. */
async function verifyUnknown({ bench }: TimedStage, topUpIds: string[]): Promise<void> {
  for (const id of topUpIds) assert.equal((await topUpRow(bench.ledger, id)).status, 'processing', id);
}

/** It was an outage: every wallet met both kinds of it. */
async function verifyAsked({ bench }: TimedStage, wallets: number): Promise<void> {
  const requests = await bench.stripe.requests('/v1/payment_intents');
  for (const status of [500, null]) {
    const met = requests.filter((request) => request.status === status).length;
    assert.ok(met >= wallets, `${met} requests were answered with ${status ?? 'nothing'}`);
  }
}

async function verifyCompleted({ bench }: TimedStage, topUpIds: string[]): Promise<void> {
  await eventually(async () => {
    for (const id of topUpIds) {
      const { status } = await topUpRow(bench.ledger, id);
      assert.equal(status, 'succeeded', `top-up ${id}`);
    }
  }, PATIENCE_MS);
  const books = await readStripeBooks(bench.stripeUrl);
  for (const id of topUpIds) assert.equal(books.paymentsOf(id).length, 1, `payments of top-up ${id}`);
}

type Suffering = {
  declines: number;
  pauses: number;
  incidents: number;
  suspended: number;
  blocked: number;
  told: number;
};

async function verifyNobodySuffered({ sql }: TimedStage, { accountId }: Agency): Promise<void> {
  const { rows } = await sql.query<Suffering>(
    `select
      (select count(*)::int from charge_attempt where outcome = 'declined') as declines,
      (select count(*)::int from pause_reason) as pauses,
      (select count(*)::int from card_incident) as incidents,
      (select count(*)::int from auto_top_up_rule where suspended_at is not null) as suspended,
      (select count(*)::int from card_budget where blocked_until is not null) as blocked,
      (select count(*)::int from email where account_id = $1 and kind <> 'receipt') as told`,
    [accountId],
  );
  assert.deepEqual(rows, [{ declines: 0, pauses: 0, incidents: 0, suspended: 0, blocked: 0, told: 0 }]);
}
