import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CollectionsBench, openCollectionsBench } from '../testing/collections-bench.ts';

let bench: CollectionsBench;
let client: pg.Client;

beforeAll(async () => {
  bench = await openCollectionsBench();
  client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
});

afterEach(async () => expect(await bench.ledger.checkInvariants()).toEqual([]));

afterAll(async () => {
  await client?.end();
  await bench?.close();
});

async function askedFor(chargeId: string): Promise<unknown[]> {
  const { rows } = await client.query(
    `select actor_id as who, after ->> 'reason' as why from audit_log
     where subject_id = $1 and action = 'charge.retry_asked' order by id`,
    [chargeId],
  );
  return rows;
}

const byBen = {
  by: 'Ben',
  actor: { kind: 'user', id: 'usr_ben', label: 'Ben' },
  reason: 'the client called',
} as const;

describe('who asked for an attempt', () => {
  it('stands in the audit log with the reason, whatever came of it', async () => {
    const { topUp, card } = await bench.declined('insufficient_funds');
    const { chargeId } = topUp;
    await bench.waiting(chargeId);
    expect(await bench.retries.retryNow(chargeId)).toMatchObject({ outcome: 'declined' });
    expect(await askedFor(chargeId)).toEqual([{ who: 'usr_ada', why: 'agreed on the phone' }]);

    await bench.waiting(chargeId);
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    expect(await bench.retries.retryNow(chargeId, byBen)).toEqual({ outcome: 'paid' });
    await bench.observe.ended(topUp.id);
    expect(await askedFor(chargeId)).toEqual([
      { who: 'usr_ada', why: 'agreed on the phone' },
      { who: 'usr_ben', why: 'the client called' },
    ]);
  });

  it('is written down for each of those who ask at the same moment', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    const { chargeId } = topUp;
    await bench.waiting(chargeId);
    const answers = await Promise.allSettled([
      bench.retries.retryNow(chargeId),
      bench.retries.retryNow(chargeId, byBen),
    ]);
    const heard = answers.filter(({ status }) => status === 'fulfilled');
    await bench.waiting(chargeId);
    // Refused is who came while the card was being charged for the other.
    expect(await askedFor(chargeId)).toHaveLength(heard.length);
    await bench.retries.stop(chargeId);
  });
});
