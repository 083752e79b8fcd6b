import type { EmailSummaryResource } from '@drawdown/shared/http';

const KIND_WORDS: Record<EmailSummaryResource['kind'], string> = {
  receipt: 'Receipt',
  charge_declined: 'Charge declined',
  action_needed: 'Action needed',
  pause_reminder: 'Reminder of a pause',
  resumed: 'Delivery resumed',
  low_balance: 'Low balance',
  balance_recovered: 'Balance recovered',
  auto_top_up_stopped: 'Automatic top-up stopped',
  card_expiring: 'Card expires',
  payer_link: 'Link',
  refund_failed: 'Refund failed',
  dispute_opened: 'Dispute opened',
  dispute_closed: 'Dispute closed',
  invoice_issued: 'Invoice',
  invoice_overdue: 'Invoice overdue',
};

/** What a mail is about. */
export function kindWords(kind: EmailSummaryResource['kind']): string {
  return KIND_WORDS[kind];
}

/** How a mail left, in words. */
export function sentWords({ sentAt, sentVia, lastError }: EmailSummaryResource): string {
  if (sentAt === null) return lastError ? 'Not sent yet, being tried again' : 'Waiting to be sent';
  switch (sentVia) {
    case 'smtp':
      return 'Sent';
    case 'captured':
      return 'Captured: no mail server is set up';
    case 'none':
      return 'Not sent: nobody wants it';
    case null:
      return 'Sent';
  }
}
