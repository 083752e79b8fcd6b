import type { BuyerResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { NewBuyer } from '../../features/buyers/edit/new-buyer.tsx';
import { useMay, useSession } from '../use-session.ts';
import { useSharedWallets } from './use-shared-wallets.ts';

type Props = {
  opened: boolean;
  onOpen: () => void;
  onClose: () => void;
  onCreated: (buyer: BuyerResource) => void;
};

/** The button and the dialog behind it, for those who may create buyers. */
export function AddBuyer({ opened, onOpen, onClose, onCreated }: Props) {
  const mayCreate = useMay('buyers:write');
  const { account } = useSession();
  const sharedWallets = useSharedWallets();
  if (!mayCreate) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={onOpen}>
        New buyer
      </Button>
      <NewBuyer
        opened={opened}
        onClose={onClose}
        currency={account.currency}
        sharedWallets={sharedWallets}
        onCreated={onCreated}
      />
    </>
  );
}
