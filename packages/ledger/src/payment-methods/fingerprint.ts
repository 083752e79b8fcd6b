/** What identifies a card wherever attempts on it are counted: Stripe's fingerprint, or our row where it gave none. */
export function fingerprintOf(card: { id: string; fingerprint: string | null }): string {
  return card.fingerprint ?? card.id;
}

type Tried = { fingerprint: string | null; paymentMethod: { id: string; fingerprint: string | null } };

/** The same of the card of an attempt, as it was when it was tried. */
export function fingerprintTried({ fingerprint, paymentMethod }: Tried): string {
  return fingerprint ?? fingerprintOf(paymentMethod);
}
