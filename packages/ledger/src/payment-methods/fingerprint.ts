/** What identifies a card wherever attempts on it are counted: Stripe's fingerprint, or our row where it gave none. */
export function fingerprintOf(card: { id: string; fingerprint: string | null }): string {
  return card.fingerprint ?? card.id;
}
