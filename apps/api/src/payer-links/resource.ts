import type { PayerLink } from '@drawdown/ledger';
import type { PayerLinkResource } from '@drawdown/shared/http';
import { optionalMoneyJson } from '../http/optional-money.ts';

export function payerLinkJson(link: PayerLink): PayerLinkResource {
  const { id, kind, buyerId, walletId, chargeId, amount, usedAt, revokedAt, topUpId } = link;
  return {
    id,
    kind,
    state: stateOf(link),
    buyerId,
    walletId,
    chargeId,
    amount: optionalMoneyJson(amount),
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    topUpId,
  };
}

function stateOf({ usedAt, revokedAt, expiresAt }: PayerLink): PayerLinkResource['state'] {
  if (usedAt !== null) return 'used';
  if (revokedAt !== null) return 'revoked';
  return expiresAt.getTime() <= Date.now() ? 'expired' : 'open';
}
