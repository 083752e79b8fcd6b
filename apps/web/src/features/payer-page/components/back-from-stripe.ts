/** How the payer came back from Stripe's page. */
export type BackFromStripe =
  /** `amountMinor`: what he chose to pay before he left. */
  | { kind: 'entered'; checkoutSessionId: string; amountMinor: number | null }
  | { kind: 'canceled'; amountMinor: number | null };

/** Null where he does not come from there. */
export function backFromStripe(card: string | undefined, amount: number | undefined): BackFromStripe | null {
  if (card === undefined) return null;
  const amountMinor = amount ?? null;
  return card.startsWith('cs_')
    ? { kind: 'entered', checkoutSessionId: card, amountMinor }
    : { kind: 'canceled', amountMinor };
}
