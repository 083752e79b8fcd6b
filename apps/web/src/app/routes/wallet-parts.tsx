import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { WalletResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { PayerAnswer } from '../../features/test-controls/components/payer-answer.tsx';
import { topUpsQuery } from '../../features/top-ups/api/top-ups.ts';
import { TopUpDetails } from '../../features/top-ups/components/top-up-details.tsx';
import { TopUpsTable } from '../../features/top-ups/components/top-ups-table.tsx';
import type { PendingRow } from '../../features/wallets/components/history-row.ts';
import { HistoryTable } from '../../features/wallets/components/history-table.tsx';
import { Section } from '../../ui/section.tsx';
import { useMay, useSession } from '../use-session.ts';

type Props = {
  wallet: WalletResource;
  topUpId: string | undefined;
  onTopUp: (topUpId: string | undefined) => void;
};

/** What a buyer's page and a wallet's page have in common: history, top-ups, and the story of one top-up. */
export function WalletParts({ wallet, topUpId, onTopUp }: Props) {
  const { environment } = useSession();
  const mayCancel = useMay('top_ups:write');
  const pending = usePendingRows(wallet.id);
  const close = useCallback(() => onTopUp(undefined), [onTopUp]);
  return (
    <>
      <Section
        title="History"
        note={
          wallet.owner === 'account'
            ? `Of the shared wallet ${wallet.name ?? ''}, all its buyers.`
            : undefined
        }
      >
        <HistoryTable wallet={wallet} pending={pending} onOpenTopUp={onTopUp} />
      </Section>
      <Section title="Top-ups">
        <TopUpsTable walletId={wallet.id} onOpen={onTopUp} />
      </Section>
      <TopUpDetails
        topUpId={topUpId}
        mayCancel={mayCancel}
        onClose={close}
        {...(environment.stripe === 'emulator'
          ? { authenticationActions: (topUp) => <PayerAnswer topUpId={topUp.id} /> }
          : {})}
      />
    </>
  );
}

function usePendingRows(walletId: string): PendingRow[] {
  const { data: page } = useQuery(topUpsQuery(walletId, undefined));
  return (page?.data ?? [])
    .filter(({ status }) => !isFinalTopUpStatus(status))
    .map((topUp) => ({
      kind: 'pending',
      topUpId: topUp.id,
      at: topUp.createdAt,
      amount: topUp.amount,
      description: topUp.waitingFor ?? 'Top-up on its way',
    }));
}
