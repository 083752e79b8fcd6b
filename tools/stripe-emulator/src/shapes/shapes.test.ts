import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { openIntent, savePayer } from '../testing/payer.ts';
import { misfits } from './check.ts';
import { doEverything } from './everything.ts';
import { findSpecification } from './specification.ts';

const found = await findSpecification();
if ('missing' in found) console.warn(`Shapes are not compared with Stripe's: ${found.missing}`);

let emulated: EmulatedStripe;
beforeAll(async () => {
  emulated = await startEmulatedStripe({ refundSettlementMs: 60_000 });
  await doEverything(emulated);
});
afterAll(() => emulated.close());

type StripeObject = { id: string; object: string };

/** Lists whose rows are the present state of everything, and the events, which hold every state there was. */
const LISTS = [
  'customers',
  'payment_methods',
  'setup_intents',
  'checkout/sessions',
  'payment_intents',
  'charges',
  'refunds',
  'disputes',
  'radar/early_fraud_warnings',
  'balance_transactions',
  'invoices',
  'invoiceitems',
  'invoice_payments',
  'credit_notes',
  'webhook_endpoints',
  'events',
];

async function readAll(list: string): Promise<StripeObject[]> {
  const rows: StripeObject[] = [];
  for (let more = true; more; ) {
    const after = rows.at(-1);
    const query = new URLSearchParams({ limit: '100', ...(after ? { starting_after: after.id } : {}) });
    const headers = { authorization: 'Bearer sk_test_emulated' };
    const page = await fetch(`${emulated.url}/v1/${list}?${query}`, { headers });
    const { data, has_more } = (await page.json()) as { data: StripeObject[]; has_more: boolean };
    rows.push(...data);
    more = has_more;
  }
  return rows;
}

/** Fields of the API version that is emulated which the description, of two versions earlier, does not have yet. */
const NEWER_FIELDS: ReadonlySet<string> = new Set([
  'charge.payment_method_details.card.electronic_commerce_indicator is no field of Stripe’s',
  'charge.source is no field of Stripe’s',
  'checkout.session.allowed_payment_method_types is no field of Stripe’s',
  'dispute.evidence_details.submission_method is no field of Stripe’s',
  'dispute.intended_submission_method is no field of Stripe’s',
  'payment_intent.payment_record is no field of Stripe’s',
  'payment_intent.payment_method_options.card.stored_credential_usage is no field of Stripe’s',
  'payment_intent.source is no field of Stripe’s',
]);

function problemsOf(rows: readonly StripeObject[]): string[] {
  if ('missing' in found) return [];
  const { specification } = found;
  const problems = new Set<string>();
  for (const row of rows)
    for (const problem of misfits(specification, { $ref: `#/components/schemas/${row.object}` }, row))
      problems.add(`${row.object}${problem.replaceAll(/\[\d+\]/g, '[]')}`);
  return [...problems].filter((problem) => !NEWER_FIELDS.has(problem)).sort();
}

describe.skipIf('missing' in found)('compared with Stripe’s own description', () => {
  it.each(LISTS)('what %s lists has the shape that it should have', async (list) => {
    const rows = await readAll(list);
    expect(rows.length).toBeGreaterThan(0);
    expect(problemsOf(rows)).toEqual([]);
  });

  it('an error has the shape that it should have', async () => {
    if ('missing' in found) return;
    const payer = await savePayer(emulated.stripe, 'pm_card_emu_later_insufficient_funds');
    const url = `${emulated.url}/v1/payment_intents/${await openIntent(emulated.stripe, payer)}/confirm`;
    const request = { headers: { authorization: 'Bearer sk_test_emulated' }, method: 'POST' };
    const answer = await fetch(url, {
      ...request,
      body: new URLSearchParams({ payment_method: payer.card }),
    });
    const { error } = (await answer.json()) as { error: object };
    expect(error).toMatchObject({ type: 'card_error', decline_code: 'insufficient_funds' });
    const errors = { $ref: '#/components/schemas/api_errors' };
    const wrong = misfits(found.specification, errors, error).map((problem) => problem.slice(1));
    expect(wrong.filter((problem) => !NEWER_FIELDS.has(problem))).toEqual([]);
  });

  it('a field that is missing, of another type or unknown is found', async () => {
    if ('missing' in found) return;
    const [charge] = await readAll('charges');
    const { amount: _amount, ...without } = { ...charge, amount: 0 };
    const wrong = { ...without, status: 'paid', captured: 'yes', outcome: { type: 1 }, invented: true };
    const schema = { $ref: '#/components/schemas/charge' };
    expect(misfits(found.specification, schema, wrong)).toEqual(
      expect.arrayContaining([
        '.amount is missing',
        '.status is "paid", not one of failed, pending, succeeded',
        '.captured is of type string, not boolean',
        '.outcome.type is of type integer, not string',
        '.invented is no field of Stripe’s',
      ]),
    );
  });

  it('so has everything that was ever told by an event', async () => {
    const events = (await readAll('events')) as (StripeObject & { data: { object: StripeObject } })[];
    const told = events.map(({ data }) => data.object);
    expect(new Set(told.map(({ object }) => object)).size).toBeGreaterThan(10);
    expect(problemsOf(told)).toEqual([]);
  });
});
