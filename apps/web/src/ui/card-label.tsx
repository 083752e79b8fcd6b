export type CardFace = { brand: string; last4: string; expMonth: number; expYear: number };

const BRAND_NAMES: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

export function brandName(brand: string): string {
  return BRAND_NAMES[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1);
}

/** `Visa 4242`: enough for a button. */
export function cardName(card: Pick<CardFace, 'brand' | 'last4'>): string {
  return `${brandName(card.brand)} ${card.last4}`;
}

export function expiryText(card: Pick<CardFace, 'expMonth' | 'expYear'>): string {
  return `${String(card.expMonth).padStart(2, '0')}/${card.expYear}`;
}

/** A card is good through the last day of its month. */
export function isExpired(card: Pick<CardFace, 'expMonth' | 'expYear'>, now = new Date()): boolean {
  return new Date(card.expYear, card.expMonth, 1) <= now;
}

const SOON_MS = 60 * 24 * 3_600_000;

/** Within sixty days, which leaves time to ask for a new one. */
export function expiresSoon(card: Pick<CardFace, 'expMonth' | 'expYear'>, now = new Date()): boolean {
  return !isExpired(card, now) && isExpired(card, new Date(now.getTime() + SOON_MS));
}
