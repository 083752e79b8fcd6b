/** `amountMinor`: what he chose to pay before he left. `keepsCard`: whether he agreed to have the card saved. */
type ChosenBefore = { amountMinor: number | null; keepsCard: boolean };

/** How the payer came back from Stripe's page. */
export type BackFromStripe =
  | ({ kind: 'entered'; checkoutSessionId: string } & ChosenBefore)
  | ({ kind: 'canceled' } & ChosenBefore);

type Search = { amount?: number | undefined; keep?: 'yes' | undefined };

/** Null where he does not come from there. */
export function backFromStripe(card: string | undefined, { amount, keep }: Search): BackFromStripe | null {
  if (card === undefined) return null;
  const before = { amountMinor: amount ?? null, keepsCard: keep === 'yes' };
  return card.startsWith('cs_')
    ? { kind: 'entered', checkoutSessionId: card, ...before }
    : { kind: 'canceled', ...before };
}
