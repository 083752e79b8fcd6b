import { walletSchema } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { request } from '../../../http/request.ts';

/** Sets from which balance on the agency is mailed; null: never. */
export function saveLowBalance(walletId: string, lowBalance: MoneyJson | null) {
  return request(`/v1/wallets/${encodeURIComponent(walletId)}`, {
    method: 'PATCH',
    body: { lowBalance },
    schema: walletSchema,
  });
}
