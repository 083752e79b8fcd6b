/** As in "$250.00"; Stripe counts in the currency's smallest unit. */
export function amountInWords(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
