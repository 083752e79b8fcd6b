import { FUNDING_REASONS, REFUSAL_CODES } from '@drawdown/shared/codes';
import { DELIVERY_OUTCOMES, FUNDED_BY } from '@drawdown/shared/http';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { DeliveryRow } from '../generated/prisma/client.ts';
import type { Delivery } from './types.ts';

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    accountId: row.accountId,
    buyerId: row.buyerId,
    walletId: row.walletId,
    leadId: row.leadId,
    price: moneyOf(row.priceMinor, row.currency),
    outcome: oneOf(DELIVERY_OUTCOMES, row.outcome),
    fundedBy: row.fundedBy === null ? null : oneOf(FUNDED_BY, row.fundedBy),
    fundingReason: row.fundingReason === null ? null : oneOf(FUNDING_REASONS, row.fundingReason),
    refusalCode: row.refusalCode === null ? null : oneOf(REFUSAL_CODES, row.refusalCode),
    balanceAfter: optionalMoneyOf(row.balanceAfterMinor, row.currency),
    availableSeen: moneyOf(row.availableSeenMinor, row.currency),
    labels: labelsOf(row.labels),
    createdAt: row.createdAt,
    decidedAt: row.decidedAt ?? (row.outcome === 'pending' ? null : row.createdAt),
  };
}

function labelsOf(labels: DeliveryRow['labels']): Record<string, string> {
  if (labels === null || typeof labels !== 'object' || Array.isArray(labels)) return {};
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
