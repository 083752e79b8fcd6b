import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { WalletResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ChargesFilter } from '../../features/charges/api/charges.ts';
import { OpenHolds } from '../../features/holds/components/open-holds.tsx';
import { WalletStatement } from '../../features/statements/components/statement-section.tsx';
import { topUpsQuery } from '../../features/top-ups/api/top-ups.ts';
import { TopUpDetails } from '../../features/top-ups/components/top-up-details.tsx';
import { TopUpsTable } from '../../features/top-ups/components/top-ups-table.tsx';
import { ENTRY_TYPE_WORDS } from '../../features/wallets/components/entry-type-words.ts';
import type { PendingRow } from '../../features/wallets/components/history-row.ts';
import { HistoryTable } from '../../features/wallets/components/history-table.tsx';
import { LowBalanceAlert } from '../../features/wallets/components/low-balance-alert.tsx';
import { Section } from '../../ui/section.tsx';
import { AutoTopUp } from '../auto-top-up/auto-top-up.tsx';
import { useBuyerNames } from '../buyers/use-buyer-names.ts';
import { FailedCharges } from '../charges/failed-charges.tsx';
import { FollowUp } from '../charges/follow-up.tsx';
import { MoneyBack } from '../refunds/money-back.tsx';
import { useMay, useSession } from '../use-session.ts';

type Props = {
  wallet: WalletResource;
  walletTitle: string;
  /** Which failing charges concern this page. */
  charges: ChargesFilter;
  topUpId: string | undefined;
  onTopUp: (topUpId: string | undefined) => void;
};

/** What a buyer's page and a wallet's page have in common: history, top-ups, and the story of one top-up. */
export function WalletParts({ wallet, walletTitle, charges, topUpId, onTopUp }: Props) {
  const mayCancel = useMay('top_ups:write');
  const mayChange = useMay('wallets:write');
  const { account } = useSession();
  const mayRead = useMay('deliveries:read');
  const { nameOf } = useBuyerNames();
  const pending = usePendingRows(wallet.id);
  const close = useCallback(() => onTopUp(undefined), [onTopUp]);
  return (
    <>
      <FailedCharges filter={charges} onOpenTopUp={onTopUp} />
      {mayRead ? <OpenHolds walletId={wallet.id} held={wallet.held} nameOf={nameOf} /> : null}
      <AutoTopUp wallet={wallet} walletTitle={walletTitle} onOpenTopUp={onTopUp} />
      <LowBalanceAlert wallet={wallet} mayChange={mayChange} />
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
      <Section title="Top-ups" id="top-ups">
        <TopUpsTable walletId={wallet.id} onOpen={onTopUp} />
      </Section>
      <WalletStatement walletId={wallet.id} timeZone={account.timeZone} typeWords={ENTRY_TYPE_WORDS} />
      <TopUpDetails
        topUpId={topUpId}
        mayCancel={mayCancel}
        onClose={close}
        followUp={(topUp) => <FollowUp topUp={topUp} />}
        moneyBack={(topUp) => <MoneyBack topUp={topUp} />}
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
