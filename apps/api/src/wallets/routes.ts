import {
  createWalletSchema,
  entrySchema,
  pageQuerySchema,
  pageSchema,
  updateWalletSchema,
  walletSchema,
  walletsQuerySchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { created, ok } from '../http/answer.ts';
import { idParam } from '../http/id-param.ts';
import { optionalMoney } from '../http/optional-money.ts';
import { pageJson } from '../http/page.ts';
import { fieldProblem, notFound } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { entryJson, walletJson } from './resource.ts';

const params = z.object({ walletId: idParam('wallet') });

export function walletRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/wallets',
      tag: 'Wallets',
      summary: 'List wallets; `owner=account` for the shared ones',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      query: walletsQuerySchema,
      responses: { 200: pageSchema(walletSchema) },
      handler: async ({ caller, query: { limit, cursor, owner } }) =>
        ok(pageJson(await ledger.wallets.list(caller.accountId, { owner }, { limit, cursor }), walletJson)),
    }),
    protectedRoute({
      method: 'post',
      path: '/v1/wallets',
      tag: 'Wallets',
      summary: 'Create a shared wallet',
      access: { kind: 'scope', anyOf: ['wallets:write'] },
      body: createWalletSchema,
      responses: { 201: walletSchema },
      handler: async ({ caller, body: { name, currency } }) => {
        const input = { accountId: caller.accountId, name, currency };
        const wallet = await ledger.wallets.createShared(input, caller.actor);
        ledger.changes.publish(caller.accountId, { type: 'wallet.changed', walletId: wallet.id });
        return created(walletJson(wallet));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/wallets/:walletId',
      tag: 'Wallets',
      summary: 'One wallet as it stands',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params,
      responses: { 200: walletSchema },
      problems: ['not_found'],
      handler: async ({ caller, params: { walletId } }) => {
        const wallet = await ledger.wallets.get(caller.accountId, walletId);
        if (wallet === null) throw notFound('wallet');
        return ok(walletJson(wallet));
      },
    }),
    protectedRoute({
      method: 'patch',
      path: '/v1/wallets/:walletId',
      tag: 'Wallets',
      summary: 'Where a low balance is told by mail; null: nowhere',
      access: { kind: 'scope', anyOf: ['wallets:write'] },
      params,
      body: updateWalletSchema,
      responses: { 200: walletSchema },
      problems: ['not_found', 'currency_mismatch'],
      handler: async ({ caller: { accountId, actor }, params: { walletId }, body }) => {
        const lowBalance = optionalMoney(body.lowBalance) ?? null;
        const result = await ledger.wallets.setLowBalance({ accountId, walletId, lowBalance }, actor);
        switch (result.outcome) {
          case 'wallet_not_found':
            throw notFound('wallet');
          case 'currency_mismatch':
            throw fieldProblem('currency_mismatch', 'lowBalance.currency', `must be ${result.expected}`);
          case 'saved':
            ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
            return ok(walletJson(result.wallet));
        }
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/wallets/:walletId/entries',
      tag: 'Wallets',
      summary: 'History, newest first, with the running balance',
      access: { kind: 'scope', anyOf: ['wallets:read'] },
      params,
      query: pageQuerySchema,
      responses: { 200: pageSchema(entrySchema) },
      problems: ['not_found'],
      handler: async ({ caller, params: { walletId }, query }) => {
        const entries = await ledger.wallets.entries(caller.accountId, walletId, query);
        if (entries === null) throw notFound('wallet');
        return ok(pageJson(entries, entryJson));
      },
    }),
  ];
}
