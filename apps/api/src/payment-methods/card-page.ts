import type { Payer } from '@drawdown/ledger';
import type { CardConsent } from '@drawdown/payments';
import type { Deps } from '../deps.ts';
import { ensureStripeCustomer, payerDetails } from './payer.ts';

type CardPageInput = {
  accountId: string;
  payer: Payer;
  /** Of our own app; whatever address the caller has, the browser comes back to `PUBLIC_URL`. */
  returnPath: string;
  /** Comes back with the browser, whether a card was entered or not. */
  query?: Record<string, string>;
  consent?: CardConsent | undefined;
};

/** Replaced by Stripe with the id of the page, so it must stand in the address to the letter. */
const SESSION = '{CHECKOUT_SESSION_ID}';

/** Opens Stripe's page for entering a card of this payer. @throws ProblemError when there is no such buyer */
export async function openCardPage(
  deps: Deps,
  { accountId, payer, returnPath, query = {}, consent }: CardPageInput,
): Promise<{ url: string }> {
  const details = await payerDetails(deps.ledger, accountId, payer);
  const [{ currency }, customerId] = await Promise.all([
    deps.ledger.accounts.get(accountId),
    ensureStripeCustomer(deps, { accountId, payer, details }),
  ]);
  const back = returnAddress(deps.config.publicUrl, returnPath, query);
  const { url } = await deps.payments.createCardPage({
    customerId,
    currency,
    successUrl: `${back}card=${SESSION}`,
    cancelUrl: `${back}card=canceled`,
    consent,
  });
  return { url };
}

function returnAddress(publicUrl: URL, path: string, query: Record<string, string>): string {
  const url = new URL(path, publicUrl);
  if (url.origin !== publicUrl.origin) throw new TypeError('the way back leads elsewhere');
  const search = new URLSearchParams(query).toString();
  return `${url.origin}${url.pathname}?${search === '' ? '' : `${search}&`}`;
}
