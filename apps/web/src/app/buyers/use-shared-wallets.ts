import { useQuery } from '@tanstack/react-query';
import { sharedWalletsQuery } from '../../features/wallets/api/wallets.ts';

/** The shared wallets that a buyer may draw on: the newest fifty. */
export function useSharedWallets() {
  const { data: page } = useQuery({ ...sharedWalletsQuery(undefined), throwOnError: false });
  return (page?.data ?? []).map(({ id, name, currency }) => ({ id, name: name ?? id, currency }));
}
