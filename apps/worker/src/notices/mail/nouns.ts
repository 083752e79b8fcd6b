import type { Fields } from './fields.ts';
import type { LetterContext } from './letter.ts';

const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** `Visa ending in 4242`. */
export function cardWords(fields: Fields): string {
  const brand = fields.text('brand');
  const name = brand === null ? 'card' : (BRANDS[brand] ?? capitalized(brand));
  const last4 = fields.text('last4');
  return last4 === null ? `the ${name === 'card' ? name : `${name} card`}` : `${name} ending in ${last4}`;
}

/** Whose wallet it is, as the reader knows it. */
export function walletWords(fields: Fields, { audience, accountName }: LetterContext): string {
  if (audience === 'buyer') return `your wallet with ${accountName}`;
  const walletName = fields.text('walletName');
  if (walletName !== null) return `the wallet "${walletName}"`;
  const buyerName = fields.text('buyerName');
  return buyerName === null ? 'a wallet' : `the wallet of ${buyerName}`;
}

/** Whose page in the web app the mail is about. */
export function pageOf(fields: Fields, { page }: LetterContext): string {
  const buyerId = fields.text('buyerId');
  if (buyerId !== null) return page(`/buyers/${buyerId}`);
  const walletId = fields.text('walletId');
  return walletId === null ? page('/') : page(`/wallets/${walletId}`);
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
