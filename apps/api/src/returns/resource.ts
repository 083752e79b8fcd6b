import type { LeadReturn } from '@drawdown/ledger';
import type { LeadReturnResource } from '@drawdown/shared/http';
import { formatMoney, moneyToJson } from '@drawdown/shared/money';

export function leadReturnJson(lead: LeadReturn): LeadReturnResource {
  const { id, code, note, amount, returnedTo, refundId } = lead;
  return {
    id,
    code,
    note,
    amount: moneyToJson(amount),
    returnedTo,
    refundId,
    explanation: explanationOf(lead),
    returnedBy: lead.returnedBy.label,
    at: lead.at.toISOString(),
  };
}

function explanationOf({ returnedTo, refundId, amount }: LeadReturn): string {
  const sum = formatMoney(amount);
  switch (returnedTo) {
    case 'wallet':
      return refundId === null
        ? `${sum} was credited to the wallet.`
        : `The card that paid takes no refund, so that ${sum} was credited to the wallet instead.`;
    case 'receivable':
      return `${sum} less is owed.`;
    case 'card':
      return `${sum} goes back to the card that paid.`;
  }
}
