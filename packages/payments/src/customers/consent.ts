/** What the payer agreed to, and who recorded it when. */
export type CardConsent = { text: string; by: string; at: Date };

/** Stripe's limit for the value of one piece of metadata; the words may be twice as long. */
const METADATA_LENGTH = 500;

/** What Stripe keeps of a consent, where a bank that asks for proof is answered. */
export function consentMetadata({ text, by, at }: CardConsent): Record<string, string> {
  const more = text.slice(METADATA_LENGTH, 2 * METADATA_LENGTH);
  return {
    consentText: text.slice(0, METADATA_LENGTH),
    ...(more === '' ? {} : { consentTextMore: more }),
    consentBy: by.slice(0, METADATA_LENGTH),
    consentAt: at.toISOString(),
  };
}

/** The words that were agreed to, as they were kept; null where there are none. */
export function consentTextIn(metadata: Record<string, string> | null | undefined): string | null {
  const { consentText = '', consentTextMore = '' } = metadata ?? {};
  return `${consentText}${consentTextMore}` || null;
}
