import type { Prisma } from '../generated/prisma/client.ts';
import type { BuyerFilter } from './types.ts';

/** Rows of this account after the cursor that the filter lets through. `search` looks at name, email and externalId. */
export function matching(
  accountId: string,
  filter: BuyerFilter,
  cursor: string | undefined,
): Prisma.BuyerRowWhereInput {
  const { search, externalId, walletId } = filter;
  const text = search?.trim();
  return {
    accountId,
    ...(cursor !== undefined && { id: { gt: cursor } }),
    ...(externalId !== undefined && { externalId }),
    ...(walletId !== undefined && { walletId }),
    ...(text && {
      OR: [
        { name: { contains: text, mode: 'insensitive' } },
        { email: { contains: text, mode: 'insensitive' } },
        { externalId: { contains: text, mode: 'insensitive' } },
      ],
    }),
  };
}
