import type { SaveAutoTopUpRequest } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { useDebouncedValue } from '@mantine/hooks';
import { skipToken, useQuery } from '@tanstack/react-query';
import { previewAutoTopUp } from '../api/auto-top-up.ts';

const ASK_AFTER_MS = 300;

/** `asked`: what is known holds for exactly what is typed now. */
export type ChargesNowAnswer = { amount: MoneyJson | null; asked: boolean; failed: boolean };

/** What saving the rule as typed would charge at once, asked of the server while it is typed. */
export function useChargesNow(walletId: string, body: SaveAutoTopUpRequest | null): ChargesNowAnswer {
  const typed = body ? JSON.stringify(body) : '';
  const [settled] = useDebouncedValue(typed, ASK_AFTER_MS);
  const ready = body !== null && settled === typed;
  const { data, isError } = useQuery({
    queryKey: ['wallets', 'auto-top-up-preview', walletId, settled],
    queryFn: ready ? ({ signal }) => previewAutoTopUp(walletId, body, signal) : skipToken,
    // What it would charge depends on the balance of this moment.
    staleTime: 0,
    retry: false,
    throwOnError: false,
  });
  return {
    amount: ready ? (data?.chargesNow ?? null) : null,
    asked: ready && data !== undefined,
    failed: isError,
  };
}
