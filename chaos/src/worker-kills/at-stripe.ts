import { readStripeBooks, type StripeBooks } from '../stage/stripe-books.ts';
import { readStripeMoneyBack, type StripeMoneyBack } from '../stage/stripe-money-back.ts';
import { readStripePapers, type StripePapers } from '../stage/stripe-papers.ts';

export type AtStripe = { payments: StripeBooks; moneyBack: StripeMoneyBack; papers: StripePapers };

/** What stands at Stripe in the end, read past the product. */
export async function readAtStripe(stripeUrl: string): Promise<AtStripe> {
  return {
    payments: await readStripeBooks(stripeUrl),
    moneyBack: await readStripeMoneyBack(stripeUrl),
    papers: await readStripePapers(stripeUrl),
  };
}
