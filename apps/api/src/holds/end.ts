import type { Hold } from '@drawdown/ledger';
import type { CaptureHoldRequest } from '@drawdown/shared/http';
import { formatMoney, moneyFromJson } from '@drawdown/shared/money';
import { oneDeliveryJson } from '../deliveries/receipts.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import { ok, REPLAYED_HEADER } from '../http/answer.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { fieldProblem, notFound, ProblemError } from '../http/problem.ts';
import { holdJson } from './resource.ts';

type EndDeps = Pick<Deps, 'ledger' | 'metrics' | 'config'>;
type Target = { accountId: string; holdId: string };

/** Turns a hold into the delivery of a lead. @throws ProblemError when it does not. */
export async function captureHold(
  { ledger, metrics, config }: EndDeps,
  { accountId, holdId }: Target,
  { body, idempotencyKey }: { body: CaptureHoldRequest; idempotencyKey: string | null },
): Promise<Answer> {
  const amount = body.amount === undefined ? undefined : moneyFromJson(body.amount);
  const idempotency = idempotencyOf(idempotencyKey, `/v1/holds/${holdId}/capture`, body);
  const { leadId, labels } = body;
  const result = await ledger.holds.capture({ accountId, holdId, leadId, amount, labels, idempotency });
  switch (result.outcome) {
    case 'captured': {
      const { delivery, replayed } = result;
      if (amount !== undefined && amount.amountMinor !== delivery.price.amountMinor)
        throw new ProblemError(
          'lead_price_conflict',
          `This lead was already delivered to this buyer at ${formatMoney(delivery.price)}.`,
          { extra: { deliveryId: delivery.id } },
        );
      if (!replayed) {
        metrics.countDelivery('delivered');
        ledger.changes.publish(accountId, { type: 'wallet.changed', walletId: delivery.walletId });
      }
      return {
        kind: 'json',
        status: 201,
        body: await oneDeliveryJson({ ledger, config }, delivery),
        ...(replayed ? { headers: REPLAYED_HEADER } : {}),
      };
    }
    case 'lead_delivered':
      throw new ProblemError(
        'state_conflict',
        'The buyer has this lead already, paid for in another way. The hold is still open: release it.',
        { extra: { deliveryId: result.delivery.id } },
      );
    case 'not_found':
      throw notFound('hold');
    case 'not_open':
      throw alreadyEnded(result.hold);
    case 'currency_mismatch':
      throw fieldProblem(
        'currency_mismatch',
        'amount.currency',
        `must be ${result.expected}, as it was held`,
      );
    case 'exceeds_hold':
      throw fieldProblem(
        'amount_above_maximum',
        'amount.amount',
        `must be at most ${formatMoney(result.hold.amount)}, which is what is held`,
      );
    case 'idempotency_key_reused':
      throw new ProblemError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for a new capture.',
      );
  }
}

/** Frees what a hold reserves; again it answers the same. @throws ProblemError when it has ended in another way. */
export async function releaseHold(
  { ledger }: Pick<Deps, 'ledger'>,
  { accountId, holdId }: Target,
): Promise<Answer> {
  const result = await ledger.holds.release(accountId, holdId);
  switch (result.outcome) {
    case 'released':
      if (!result.replayed)
        ledger.changes.publish(accountId, { type: 'wallet.changed', walletId: result.hold.walletId });
      return ok(holdJson(result.hold));
    case 'not_found':
      throw notFound('hold');
    case 'not_open':
      throw alreadyEnded(result.hold);
  }
}

function alreadyEnded(hold: Hold): ProblemError {
  return new ProblemError(
    'state_conflict',
    `The hold is ${hold.status} already; its money is not reserved.`,
    {
      extra: hold.deliveryId === null ? {} : { deliveryId: hold.deliveryId },
    },
  );
}
