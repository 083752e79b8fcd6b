import type { PlaceHoldRequest } from '@drawdown/shared/http';
import { DEFAULT_HOLD_SECONDS } from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import type { DeliverDeps } from '../deliveries/deliver.ts';
import { REFUSAL_REASONS } from '../deliveries/refusal-words.ts';
import { shortageDetails } from '../deliveries/resource.ts';
import type { Answer } from '../http/answer.ts';
import { REPLAYED_HEADER } from '../http/answer.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';
import { holdJson } from './resource.ts';

type Order = { accountId: string; body: PlaceHoldRequest; idempotencyKey: string | null };

/** Reserves money for one lead. @throws ProblemError when none is reserved. */
export async function placeHold(
  deps: Pick<DeliverDeps, 'ledger' | 'metrics' | 'refusedBuyers'>,
  order: Order,
): Promise<Answer> {
  const { accountId, body, idempotencyKey } = order;
  const result = await deps.ledger.holds.place({
    accountId,
    buyerId: body.buyerId,
    amount: moneyFromJson(body.amount),
    leadId: body.leadId,
    lifetimeMs: (body.expiresInSeconds ?? DEFAULT_HOLD_SECONDS) * 1_000,
    idempotency: idempotencyOf(idempotencyKey, '/v1/holds', body),
  });
  switch (result.outcome) {
    case 'placed': {
      const { hold, replayed } = result;
      if (!replayed)
        deps.ledger.changes.publish(accountId, { type: 'wallet.changed', walletId: hold.walletId });
      return {
        kind: 'json',
        status: 201,
        body: holdJson(hold),
        ...(replayed ? { headers: REPLAYED_HEADER } : {}),
      };
    }
    case 'refused': {
      const { hold, code, topUpInProgress, replayed } = result;
      const buyer = await deps.refusedBuyers(accountId, hold.buyerId, code);
      const shortage = { code, available: hold.availableSeen, required: hold.amount, topUpInProgress };
      throw new ProblemError(code, REFUSAL_REASONS[code], {
        extra: { holdId: hold.id, ...shortageDetails(shortage, buyer) },
        ...(replayed ? { headers: REPLAYED_HEADER } : {}),
      });
    }
    case 'buyer_not_found':
      throw notFound('buyer');
    case 'currency_mismatch':
      throw fieldProblem(
        'currency_mismatch',
        'amount.currency',
        `must be ${result.expected}, the currency of the buyer's wallet`,
      );
    case 'idempotency_key_reused':
      throw new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new hold.',
      );
  }
}
