import {
  autoTopUpPreviewSchema,
  autoTopUpSchema,
  previewAutoTopUpSchema,
  saveAutoTopUpSchema,
  savedAutoTopUpSchema,
} from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { ruleProblem } from './refusals.ts';
import { autoTopUpJson } from './resource.ts';
import { ruleInput } from './rule-input.ts';

const tag = 'Auto top-up';
const path = '/v1/wallets/:walletId/auto-top-up';
const params = z.object({ walletId: idParam('wallet') });

/** Only a rule that is off can be saved without anybody's consent. */
const NO_CONSENT = 'Not given: the rule is off.';

export function autoTopUpRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path,
      tag,
      summary: "A wallet's rule and whether it works; null when there is none",
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params,
      responses: { 200: autoTopUpSchema.nullable() },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, params: { walletId } }) => {
        if ((await ledger.wallets.get(accountId, walletId)) === null) throw notFound('wallet');
        const rule = await ledger.autoTopUps.get(accountId, walletId);
        return ok(rule === null ? null : autoTopUpJson(rule));
      },
    }),
    protectedRoute({
      method: 'put',
      path,
      tag,
      summary: 'Save the rule with the consent it was given; what is due is charged at once',
      access: { kind: 'scope', anyOf: ['top_ups:write'] },
      params,
      body: saveAutoTopUpSchema,
      responses: { 200: savedAutoTopUpSchema },
      problems: ['not_found', 'payer_buyer_required', 'no_payment_method', 'currency_mismatch'],
      handler: async ({ caller: { accountId, actor }, params: { walletId }, body }) => {
        const consentText = body.consent?.text ?? NO_CONSENT;
        const input = { ...ruleInput({ accountId, walletId }, body), consentText };
        const result = await ledger.autoTopUps.save(input, actor);
        if (result.outcome !== 'saved') throw ruleProblem(result);
        const { rule, startedTopUpId } = result;
        ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
        if (startedTopUpId !== null)
          ledger.changes.publish(accountId, { type: 'top_up.changed', topUpId: startedTopUpId, walletId });
        return ok({ ...autoTopUpJson(rule), startedTopUpId });
      },
    }),
    protectedRoute({
      method: 'post',
      path: `${path}/preview`,
      tag,
      summary: 'What saving this rule would charge at once; changes nothing',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params,
      body: previewAutoTopUpSchema,
      responses: { 200: autoTopUpPreviewSchema },
      problems: ['not_found'],
      handler: async ({ caller: { accountId }, params: { walletId }, body }) => {
        if ((await ledger.wallets.get(accountId, walletId)) === null) throw notFound('wallet');
        const charge = await ledger.autoTopUps.preview(ruleInput({ accountId, walletId }, body));
        return ok({ chargesNow: charge === null ? null : moneyToJson(charge.amount) });
      },
    }),
  ];
}
