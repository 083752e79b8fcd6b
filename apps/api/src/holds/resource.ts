import type { Hold } from '@drawdown/ledger';
import type { HoldResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { optionalMoneyJson } from '../http/optional-money.ts';

export function holdJson(hold: Hold): HoldResource {
  const { id, status, buyerId, walletId, leadId, deliveryId } = hold;
  return {
    id,
    status,
    buyerId,
    walletId,
    leadId,
    amount: moneyToJson(hold.amount),
    captured: optionalMoneyJson(hold.captured),
    deliveryId,
    expiresAt: hold.expiresAt.toISOString(),
    createdAt: hold.createdAt.toISOString(),
    endedAt: hold.endedAt?.toISOString() ?? null,
  };
}
