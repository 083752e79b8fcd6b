import type { Agency } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import type { Stage } from '../stage/open-stage.ts';
import { readStripeBooks } from '../stage/stripe-books.ts';

const DELIVERIES = 10_000;
const AT_ONCE = 500;
const PRICE_MINOR = 100;

export type DeadCard = {
  stage: Stage;
  agency: Agency;
  /** An empty fingerprint: a card that nobody else uses. */
  card: string;
  failurePolicy: 'pause' | 'continue';
};

/** A buyer with 10,000.00 in the wallet, a rule that is due after the first hundred leads, and a card that always declines. */
export async function openDeadCard({ agency, card, failurePolicy }: DeadCard) {
  const buyer = await agency.buyerWithCard(card, {
    billing: { failurePolicy, pauseTiming: 'immediate' },
  });
  await agency.credit(buyer.walletId, DELIVERIES * PRICE_MINOR);
  await agency.autoTopUp(buyer, { threshold: 990_000, amount: 50_000 });
  return buyer;
}

/** The router's 10,000 calls in an hour, in groups; answers how many of each outcome. */
export async function routeLeads(
  { stage, agency }: DeadCard,
  buyerId: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let first = 0; first < DELIVERIES; first += AT_ONCE) {
    const leads = Array.from({ length: AT_ONCE }, (_, n) =>
      agency.lead(buyerId, `lead-${first + n}`, PRICE_MINOR),
    );
    for (const result of await stage.bench.ledger.deliveries.deliverBatch(leads)) {
      const outcome = result.outcome === 'refused' ? result.code : result.outcome;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  }
  return counts;
}

/** How often Stripe was asked to charge a card for this account: repeats of one key are one request. */
export async function attemptsOf({ bench }: Stage, accountId: string): Promise<number> {
  const books = await readStripeBooks(bench.stripeUrl);
  const paths = books.intentsOfAccount(accountId).map(({ id }) => `/v1/payment_intents/${id}/confirm`);
  const requests = await bench.stripe.requests('/confirm');
  return new Set(
    requests.filter(({ path }) => paths.includes(path)).map(({ idempotencyKey }) => idempotencyKey),
  ).size;
}

/** Resolves once everything that was decided has reached the workflows. */
export function newsDelivered({ bench }: Stage): Promise<void> {
  return eventually(async () => {
    const { waiting } = await bench.ledger.outbox.backlog();
    if (waiting > 0) throw new Error(`${waiting} messages are still on their way`);
  });
}
