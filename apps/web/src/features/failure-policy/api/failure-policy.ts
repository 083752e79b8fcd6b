import type { UpdateBuyerRequest } from '@drawdown/shared/http';
import { buyerSchema } from '@drawdown/shared/http';
import { request } from '../../../http/request.ts';

/** Merges into the buyer's billing; what is left out stays. It holds from the next declined charge on. */
export function saveFailurePolicy(buyerId: string, billing: NonNullable<UpdateBuyerRequest['billing']>) {
  return request(`/v1/buyers/${encodeURIComponent(buyerId)}`, {
    method: 'PATCH',
    body: { billing },
    schema: buyerSchema,
  });
}
