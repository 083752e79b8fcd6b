import type { Payment } from '@drawdown/ledger';
import {
  pageQuerySchema,
  pageSchema,
  paymentSchema,
  recordPaymentSchema,
  reversePaymentSchema,
} from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, ok, REPLAYED_HEADER } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { pageJson } from '../http/page.ts';
import { fieldProblem, notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { paymentProblem, reversalProblem } from './refusals.ts';
import { paymentJson } from './resource.ts';

const tag = 'Payments on account';
const buyerParams = z.object({ buyerId: idParam('buyer') });
const paymentParams = z.object({ paymentId: idParam('payment') });
const readAccess = { kind: 'scope', anyOf: ['invoices:read'] } as const;
const writeAccess = { kind: 'scope', anyOf: ['invoices:write'] } as const;

/** Money that reached the agency outside Stripe, for what buyers owe on net terms or manual billing. */
export function receivablePaymentRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'post',
      path: '/v1/buyers/:buyerId/payments',
      tag,
      summary: 'Record money received for what the buyer owes; never more than that',
      access: writeAccess,
      idempotent: true,
      params: buyerParams,
      body: recordPaymentSchema,
      responses: { 201: paymentSchema },
      problems: [
        'not_found',
        'idempotency_key_reused',
        'currency_mismatch',
        'payment_exceeds_owed',
        'state_conflict',
      ],
      handler: async ({ caller, params: { buyerId }, body, idempotencyKey, request }) => {
        const { accountId, actor } = caller;
        const input = {
          ...body,
          accountId,
          buyerId,
          amount: moneyFromJson(body.amount),
          receivedAt: receivedAt(body.receivedAt),
          idempotency: idempotencyOf(idempotencyKey, request.path, body),
        };
        const result = await ledger.receivablePayments.record(input, actor);
        if (result.outcome !== 'recorded') throw paymentProblem(result);
        const { payment, replayed } = result;
        if (!replayed) publish(payment);
        const answer = created(paymentJson(payment));
        return replayed ? { ...answer, headers: REPLAYED_HEADER } : answer;
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/buyers/:buyerId/payments',
      tag,
      summary: 'What was paid of what the buyer owes, newest first',
      access: readAccess,
      params: buyerParams,
      query: pageQuerySchema,
      responses: { 200: pageSchema(paymentSchema) },
      problems: ['not_found'],
      handler: async ({ caller, params: { buyerId }, query }) => {
        const page = await ledger.receivablePayments.list(caller.accountId, buyerId, query);
        if (page === null) throw notFound('buyer');
        return ok(pageJson(page, paymentJson));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/payments/:paymentId',
      tag,
      summary: 'One payment with the invoices that it pays',
      access: readAccess,
      params: paymentParams,
      responses: { 200: paymentSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { paymentId } }) => {
        const payment = await ledger.receivablePayments.get(caller.accountId, paymentId);
        if (payment === null) throw notFound('payment');
        return ok(paymentJson(payment));
      },
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/payments/:paymentId/reverse',
      tag,
      summary: 'Take a mistyped payment back: the sum is owed again',
      access: writeAccess,
      params: paymentParams,
      body: reversePaymentSchema,
      responses: { 200: paymentSchema },
      problems: ['not_found', 'state_conflict'],
      handler: async ({ caller: { accountId, actor }, params: { paymentId }, body: { reason } }) => {
        const before = await ledger.receivablePayments.get(accountId, paymentId);
        const result = await ledger.receivablePayments.reverse({ accountId, paymentId, reason }, actor);
        if (result.outcome !== 'reversed') throw reversalProblem(result);
        publish(before ?? result.payment);
        return ok(paymentJson(result.payment));
      },
    }),
  ];

  function publish({ accountId, buyerId, allocations }: Payment): void {
    ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
    for (const { invoiceId } of allocations)
      ledger.changes.publish(accountId, { type: 'invoice.changed', invoiceId, buyerId });
  }
}

/** Money that has not come in yet cannot be recorded. @throws ProblemError */
function receivedAt(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (at.getTime() <= Date.now()) return at;
  throw fieldProblem('validation_failed', 'receivedAt', 'must not be in the future');
}
