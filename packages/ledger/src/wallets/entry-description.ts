import type { EntryType } from '@drawdown/shared/http';

type Described = { type: EntryType; leadId: string | null; reference: string | null; reason: string | null };

/** One line of a statement in words. */
export function entryDescription({ type, leadId, reference, reason }: Described): string {
  switch (type) {
    case 'delivery':
      return leadId === null ? 'Lead delivered' : `Lead ${leadId} delivered`;
    case 'return':
      return leadId === null ? 'Lead returned' : `Lead ${leadId} returned`;
    case 'top_up':
      return 'Top-up by card';
    case 'external_credit':
      return reference === null ? 'Money received' : `Money received (${reference})`;
    case 'promotional_credit':
      return reason === null ? 'Promotional credit' : `Promotional credit (${reason})`;
    case 'refund':
      return 'Refund to the card';
    case 'refund_reversal':
      return 'Refund failed, credited again';
    case 'dispute':
      return 'Disputed payment withdrawn';
    case 'dispute_reversal':
      return 'Dispute won, credited again';
    case 'correction':
      return reason === null ? 'Correction' : `Correction (${reason})`;
    case 'settlement':
      return 'Settlement of what was owed';
    case 'receivable_payment':
      return reference === null ? 'Payment received' : `Payment received (${reference})`;
    case 'write_off':
      return reason === null ? 'Written off' : `Written off (${reason})`;
  }
}
