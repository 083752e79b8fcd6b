import type { WalletResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { billingSettingsQuery } from '../../features/settings/api/billing-settings.ts';
import { AddCreditDialog } from '../../features/top-ups/add-credit/add-credit-dialog.tsx';
import type { AddCreditValues } from '../../features/top-ups/add-credit/form.ts';
import { UnresolvedNotice } from '../../features/top-ups/add-credit/unresolved-notice.tsx';
import { useSubmission } from '../../features/top-ups/add-credit/use-submission.ts';
import { FollowUp } from '../charges/follow-up.tsx';
import { AccountCardHint, BuyerCardHint } from './card-hints.tsx';
import { useAddCreditFacts } from './use-add-credit-facts.ts';

type Props = {
  wallet: WalletResource;
  walletTitle: string;
  /** The buyer on whose page this stands; null on a wallet's page. */
  payerBuyer: { id: string; name: string } | null;
};

/** The button, the dialog behind it, and a notice while an earlier answer is missing. Key it by wallet. */
export function AddCredit({ wallet, walletTitle, payerBuyer }: Props) {
  const queryClient = useQueryClient();
  const { data: settings } = useQuery(billingSettingsQuery);
  const [opened, { open, close }] = useDisclosure(false);
  const [draft, setDraft] = useState<AddCreditValues | null>(null);
  const [payerBuyerId, setPayerBuyerId] = useState(() => firstPayer(wallet, payerBuyer));
  const { facts, walletOnlyFundings, loading } = useAddCreditFacts({
    wallet,
    payerBuyer,
    payerBuyerId,
    settings,
  });
  const submission = useSubmission({
    walletId: wallet.id,
    onAnswer: () => {
      for (const key of ['top-ups', 'wallets', 'buyers', 'charges'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  const openDialog = () => {
    setDraft(null);
    submission.begin();
    open();
  };

  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden="true" />} disabled={loading} onClick={openDialog}>
        Add Credit
      </Button>
      {opened ? null : <UnresolvedNotice state={submission.state} onShow={open} />}
      <AddCreditDialog
        opened={opened}
        onClose={close}
        walletTitle={walletTitle}
        wallet={wallet}
        submission={submission}
        form={{
          facts,
          walletOnlyFundings,
          payerBuyerId,
          onPayerBuyer: setPayerBuyerId,
          addAccountCard: <AccountCardHint />,
          addBuyerCard: (
            <BuyerCardHint buyerId={payerBuyerId} onThisPage={payerBuyer?.id === payerBuyerId} onGo={close} />
          ),
          draft,
          onDraft: setDraft,
        }}
        followUp={(topUp) => <FollowUp topUp={topUp} />}
      />
    </>
  );
}

/** On a shared wallet's own page no buyer is presumed to pay. */
function firstPayer(wallet: WalletResource, payerBuyer: Props['payerBuyer']): string {
  if (payerBuyer) return payerBuyer.id;
  const [only, ...others] = wallet.buyers;
  return only && others.length === 0 ? only.id : '';
}
