export const PAGES = '/_emulator/pages/';

/** Stripe's own page on which a payer enters a card. */
export function cardPage(origin: string, sessionId: string): string {
  return `${origin}${PAGES}card/${sessionId}`;
}

/** Where the payer is sent to confirm a payment with his bank. */
export function authenticationPage(origin: string, intentId: string): string {
  return `${origin}${PAGES}authenticate/${intentId}`;
}

/** Where an invoice is shown, and paid while it is open. */
export function invoicePage(origin: string, invoiceId: string): string {
  return `${origin}${PAGES}invoice/${invoiceId}`;
}

export function invoicePdf(origin: string, invoiceId: string): string {
  return `${invoicePage(origin, invoiceId)}/pdf`;
}
