import type { EntryType } from '@drawdown/shared/http';

export type Described = {
  type: EntryType;
  /** Whether the book gained. */
  gained: boolean;
  leadId: string | null;
  returnCode: string | null;
  returnNote: string | null;
  funding: string | null;
  card: { brand: string; last4: string } | null;
  reference: string | null;
  reason: string | null;
  refundOrigin: string | null;
  paymentSource: string | null;
};

/** One line of a wallet's history or of a statement in words. It never changes once it is written. */
export function entryDescription(entry: Described): string {
  const { leadId, reference, reason } = entry;
  const lead = leadId === null ? 'Lead' : `Lead ${leadId}`;
  switch (entry.type) {
    case 'delivery':
      return `${lead} delivered`;
    case 'return':
      return `${lead} returned${inBrackets(returnWords(entry))}`;
    case 'top_up':
      return `Top-up by ${payerCardWords(entry)}`;
    case 'external_credit':
      return `Money received${inBrackets(reference)}`;
    case 'promotional_credit':
      return `Promotional credit${inBrackets(reason)}`;
    case 'refund':
      return entry.refundOrigin === 'dashboard'
        ? `Refund to ${cardWords(entry)}, made at Stripe`
        : `Refund to ${cardWords(entry)}${inBrackets(reason)}`;
    case 'refund_reversal':
      return `Refund to ${cardWords(entry)} failed, credited again`;
    case 'dispute':
      return `Payment by ${cardWords(entry)} disputed, withdrawn`;
    case 'dispute_reversal':
      return `Dispute of the payment by ${cardWords(entry)} won, credited again`;
    case 'correction':
      return `Correction of ${creditWords(entry)}${inBrackets(reason)}`;
    case 'settlement':
      return entry.gained ? 'Settled from the wallet' : 'Settlement of what was owed';
    case 'receivable_payment':
      return `${paymentWords(entry.paymentSource)}${inBrackets(reference)}`;
    case 'transfer':
      return entry.gained ? 'Balance moved in from another wallet' : 'Balance moved to another wallet';
    case 'write_off':
      return `Written off${inBrackets(reason)}`;
  }
}

function inBrackets(text: string | null): string {
  return text === null || text === '' ? '' : ` (${text})`;
}

function returnWords({ returnCode, returnNote }: Described): string | null {
  if (returnCode === null) return null;
  const words = returnCode.replaceAll('_', ' ');
  return returnNote === null || returnNote === '' ? words : `${words}: ${returnNote}`;
}

function cardWords({ card }: Described): string {
  return card === null ? 'card' : `${brandWords(card.brand)} ending ${card.last4}`;
}

function payerCardWords(entry: Described): string {
  if (entry.card === null) return 'card';
  const payer = entry.funding === 'account_card' ? "the agency's" : "the buyer's";
  return `${payer} ${cardWords(entry)}`;
}

const BRANDS: Record<string, string> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'eftpos',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

function brandWords(brand: string): string {
  return BRANDS[brand] ?? 'card';
}

function creditWords({ funding, paymentSource }: Described): string {
  if (paymentSource !== null) return 'a payment received';
  return funding === 'promotional' ? 'promotional credit' : 'money received';
}

function paymentWords(source: string | null): string {
  switch (source) {
    case 'card_on_file':
      return 'Paid by the card on file';
    case 'hosted_page':
      return "Paid on Stripe's invoice page";
    default:
      return 'Payment received';
  }
}
