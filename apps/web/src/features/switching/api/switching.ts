import type { SwitchBuyerRequest } from '@drawdown/shared/http';
import { switchedSchema, switchPreviewSchema } from '@drawdown/shared/http';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from '../../../http/request.ts';

/** Where a buyer goes: what is left out stays. */
export type SwitchTarget = Pick<SwitchBuyerRequest, 'mechanism' | 'walletId' | 'currency' | 'moveBalance'>;

const pathOf = (buyerId: string) => `/v1/buyers/${encodeURIComponent(buyerId)}/switch`;

/** What is open at the buyer, and what the change would do with it. Asked anew each time the dialog opens. */
export function switchPreviewQuery(buyerId: string, target: SwitchTarget) {
  const { moveBalance, ...place } = target;
  return queryOptions({
    queryKey: ['buyers', 'switch', buyerId, target],
    queryFn: ({ signal }) =>
      request(pathOf(buyerId), {
        query: { ...place, moveBalance: moveBalance ? 'true' : undefined },
        schema: switchPreviewSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    throwOnError: false,
  });
}

export function switchBuyer(buyerId: string, body: SwitchBuyerRequest) {
  return request(pathOf(buyerId), { method: 'POST', body, schema: switchedSchema });
}
