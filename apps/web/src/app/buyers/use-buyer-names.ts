import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { buyerNamesQuery } from '../../features/buyers/api/buyers.ts';

const NOBODY: { id: string; name: string }[] = [];

/** Names for lists that only know ids. Beyond the first two hundred buyers an id stands for itself. */
export function useBuyerNames() {
  const { data: names = NOBODY } = useQuery({ ...buyerNamesQuery, throwOnError: false });
  const nameOf = useCallback(
    (buyerId: string) => names.find(({ id }) => id === buyerId)?.name ?? buyerId,
    [names],
  );
  return { names, nameOf };
}
