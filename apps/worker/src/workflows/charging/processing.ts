import type { Attempt, Company, KnownOutcome, Only } from './attempt.ts';
import { lookDelayMs } from './delays.ts';
import { cancelPaymentIntent, lookUp } from './looking.ts';

/** Stripe works on it. It is never given up before Stripe has said how it ended. */
export async function waitForStripe(
  attempt: Attempt,
  company: Company,
  present: Only<'processing'>,
): Promise<KnownOutcome> {
  const { paymentIntentId } = present;
  const since = Date.now();
  for (let looks = 0; ; looks++) {
    const delayMs = lookDelayMs({ looks, waitedMs: Date.now() - since });
    await company.stillProcessing(present, new Date(Date.now() + delayMs));
    const news = await company.listen({ delayMs, summary: 'Until the next look at Stripe' });
    const seen =
      news === 'cancelRequested'
        ? await cancelPaymentIntent(attempt, paymentIntentId)
        : await lookUp(attempt, paymentIntentId);
    if (seen && seen.outcome !== 'processing') return seen;
    // A wish that came while Stripe was being asked has not been tried yet: the next round does.
    if (news === 'cancelRequested') await company.refuseToStop();
  }
}
