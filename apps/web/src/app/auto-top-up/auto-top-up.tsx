import type { TopUpResource, WalletResource } from '@drawdown/shared/http';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LastTopUp } from '../../features/auto-top-up/components/auto-top-up-section.tsx';
import { AutoTopUpSection } from '../../features/auto-top-up/components/auto-top-up-section.tsx';
import { RuleDialog } from '../../features/auto-top-up/edit/rule-dialog.tsx';
import { topUpsQuery } from '../../features/top-ups/api/top-ups.ts';
import { moneyText } from '../../ui/money-text.tsx';
import { useMay } from '../use-session.ts';
import { useRulePayer } from './use-rule-payer.ts';

type Props = {
  wallet: WalletResource;
  walletTitle: string;
  onOpenTopUp: (topUpId: string) => void;
};

/** A wallet's rule: how it stands, and the dialog that changes it. */
export function AutoTopUp({ wallet, walletTitle, onOpenTopUp }: Props) {
  const mayEdit = useMay('top_ups:write');
  const [opened, { open, close }] = useDisclosure(false);
  const rule = wallet.autoTopUp;
  const [chosen, setChosen] = useState('');
  const present = useRulePayer(wallet, rule?.payerBuyerId ?? 'account');
  const typed = useRulePayer(wallet, chosen);
  const { data: topUps } = useQuery(topUpsQuery(wallet.id, undefined));
  return (
    <>
      <AutoTopUpSection
        wallet={wallet}
        payer={present.payer}
        last={lastAutomatic(topUps?.data ?? [])}
        onOpenTopUp={onOpenTopUp}
        onEdit={mayEdit ? open : null}
      />
      <RuleDialog
        opened={opened}
        onClose={close}
        walletId={wallet.id}
        walletTitle={walletTitle}
        currency={wallet.currency}
        rule={rule}
        payers={typed.payers}
        firstPayer={wallet.owner === 'buyer' ? (wallet.buyers[0]?.id ?? 'account') : 'account'}
        payer={typed.payer}
        onPayer={setChosen}
      />
    </>
  );
}

function lastAutomatic(topUps: TopUpResource[]): LastTopUp | null {
  const last = topUps.find(({ trigger }) => trigger === 'auto');
  return last
    ? { id: last.id, at: last.createdAt, words: `${moneyText(last.amount)} ${howItStands(last)}` }
    : null;
}

function howItStands({ status, retryState }: TopUpResource): string {
  return status === 'retrying' && retryState === 'needs_card'
    ? 'declined, waiting for another card'
    : STATUS[status];
}

const STATUS: Record<TopUpResource['status'], string> = {
  pending: 'on its way',
  processing: 'on its way',
  requires_action: 'waiting for the payer',
  retrying: 'declined, being retried',
  succeeded: 'credited',
  declined: 'declined',
  canceled: 'canceled',
};
