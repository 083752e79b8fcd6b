import { createHash } from 'node:crypto';
import type { BuyerBilling } from '../buyers/types.ts';
import { moneyOf } from '../database/parse.ts';
import type { OpenFacts } from './facts.ts';
import { movable } from './movable.ts';
import { openItems } from './open-items.ts';
import type { OpenItem, Place, SwitchOrder, SwitchPreview, SwitchWarning } from './types.ts';

type Seen = { order: SwitchOrder; from: Place; to: Place; facts: OpenFacts; billing: BuyerBilling };

export function previewOf({ order, from, to, facts, billing }: Seen): SwitchPreview {
  const moveBalance = order.moveBalance === true;
  const open = openItems({ from, to, facts, moveBalance });
  const movableMinor = movable({ from, to, facts }).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const differs = from.mechanism !== to.mechanism || from.walletId !== to.walletId;
  return {
    buyerId: order.buyerId,
    from,
    to,
    changes: differs || (moveBalance && movableMinor > 0n),
    allowed: open.every(({ effect }) => effect !== 'must_end_first'),
    warnings: warningsOf({ order, from, to, facts, billing }, moveBalance ? movableMinor : 0n),
    open,
    moves: movableMinor > 0n ? moneyOf(movableMinor, to.currency) : null,
    previewToken: tokenOf({ order, from, to, open }),
  };
}

function warningsOf({ order, from, to, facts, billing }: Seen, movedMinor: bigint): SwitchWarning[] {
  const limit =
    order.billing?.creditLimit !== undefined
      ? order.billing.creditLimit
      : to.currency === from.currency
        ? billing.creditLimit
        : null;
  const newOwnWallet = to.walletOwner === 'buyer' && to.walletId !== from.walletId;
  const there = facts.left.find(({ walletId }) => walletId === to.walletId)?.availableMinor ?? 0n;
  return [
    ...(to.mechanism === 'direct_charge' && !facts.hasCard ? ['no_card' as const] : []),
    ...(to.mechanism === 'net_terms' && (limit === null || limit.amountMinor === 0n)
      ? ['no_credit_limit' as const]
      : []),
    ...(to.mechanism === 'wallet' && newOwnWallet && there + movedMinor <= 0n
      ? ['empty_wallet' as const]
      : []),
  ];
}

/** Kinds that leads and payments change all the time: what stays or moves is then as much as there is. */
const ALWAYS_MOVING: readonly OpenItem['kind'][] = [
  'balance',
  'left_behind',
  'holds',
  'pending_leads',
  'top_ups',
  'trust',
  'unbilled',
  'refunds',
  'returns',
];

type Confirmed = { order: SwitchOrder; from: Place; to: Place; open: OpenItem[] };

/** Equal for two previews exactly when confirming the one is confirming the other. */
function tokenOf({ order, from, to, open }: Confirmed): string {
  const items = open.flatMap(({ kind, effect, subjects }) => {
    const moving = ALWAYS_MOVING.includes(kind);
    if (moving) return effect === 'ends' ? [[kind, effect]] : [];
    return [[kind, effect, subjects]];
  });
  const confirmed = [order.buyerId, order.moveBalance === true, placed(from), placed(to), items];
  return createHash('sha256').update(JSON.stringify(confirmed)).digest('base64url');
}

function placed({ mechanism, walletId, currency }: Place) {
  return [mechanism, walletId, currency];
}
