import type { Actor, PayerLink } from '@drawdown/ledger';

/** Whoever holds the link acts as the payer; the link's id tells which one it was. */
export function payerActor({ id, buyerName }: PayerLink): Actor {
  return { kind: 'system', id, label: `${buyerName ?? 'The payer'}, through a link` };
}
