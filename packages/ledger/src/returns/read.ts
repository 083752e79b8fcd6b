import { RETURN_CODES, RETURNED_TO } from '@drawdown/shared/codes';
import { moneyOf, oneOf } from '../database/parse.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { LeadReturn } from './types.ts';

/** What a delivery needs to say how it was returned. */
export const withItsReturn = {
  leadReturn: true,
  refund: { select: { id: true } },
} satisfies Prisma.DeliveryRowInclude;

export type DeliveryWithItsReturn = Prisma.DeliveryRowGetPayload<{ include: typeof withItsReturn }>;

const ACTOR_KINDS = ['user', 'api_key', 'workflow', 'system'] as const;

export function toLeadReturn({
  leadReturn,
  refund,
}: Pick<DeliveryWithItsReturn, 'leadReturn' | 'refund'>): LeadReturn | null {
  if (leadReturn === null) return null;
  return {
    id: leadReturn.id,
    deliveryId: leadReturn.deliveryId,
    code: oneOf(RETURN_CODES, leadReturn.code),
    note: leadReturn.note,
    amount: moneyOf(leadReturn.amountMinor, leadReturn.currency),
    returnedTo: oneOf(RETURNED_TO, leadReturn.returnedTo),
    refundId: refund?.id ?? null,
    returnedBy: {
      kind: oneOf(ACTOR_KINDS, leadReturn.returnedByKind),
      id: leadReturn.returnedById,
      label: leadReturn.returnedByLabel,
    },
    at: leadReturn.createdAt,
  };
}
