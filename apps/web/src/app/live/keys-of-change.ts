import type { Change } from '@drawdown/shared/http';
import type { QueryKey } from '@tanstack/react-query';

/** Which queries a change makes stale. Only those on screen are fetched again. */
export function keysOfChange(change: Change): QueryKey[] {
  switch (change.type) {
    case 'wallet.changed':
      return [
        ['wallets', 'one', change.walletId],
        ['wallets', 'entries', change.walletId],
        ['wallets', 'list'],
        ['buyers'],
        ['pauses'],
        ['eligibility'],
        ['deliveries'],
        ['receivables'],
        ['holds', change.walletId],
      ];
    case 'buyer.changed':
      return [
        ['buyers'],
        ['pauses', change.buyerId],
        ['eligibility', change.buyerId],
        ['receivables', change.buyerId],
      ];
    case 'invoice.changed':
      return [['invoices'], ['receivables']];
    case 'top_up.changed':
      return [
        ['top-ups', 'one', change.topUpId],
        ['top-ups', 'of-wallet', change.walletId],
        ['wallets', 'one', change.walletId],
        ['charges'],
      ];
    case 'payment_methods.changed':
      return [['payment-methods', change.buyerId ?? 'account'], ['buyers'], ['wallets', 'one']];
    case 'charge.changed':
      return [['charges'], ['top-ups'], ['pauses'], ['wallets', 'one'], ['eligibility'], ['deliveries']];
    case 'refund.changed':
      return [['refunds'], ['top-ups'], ['deliveries'], ['wallets']];
    case 'delivery.changed':
      return [['deliveries'], ['eligibility', change.buyerId], ['receivables', change.buyerId]];
    case 'dispute.changed':
      return [['disputes'], ['wallets', 'one'], ['top-ups'], ['buyers'], ['pauses']];
    case 'emails.changed':
      return [['emails']];
    case 'webhooks.changed':
      return [['webhook-deliveries'], ['settings', 'webhook']];
    case 'settings.changed':
      return [['settings']];
  }
}
