import type { BuyerResource } from '@drawdown/shared/http';
import { BillingSection } from '../../features/buyers/components/billing-section.tsx';
import { EditBilling } from '../../features/buyers/edit/edit-billing.tsx';
import { SwitchDialog } from '../../features/switching/components/switch-dialog.tsx';
import { useMay } from '../use-session.ts';
import { useSharedWallets } from './use-shared-wallets.ts';

export type BillingDialog = 'billing' | 'switch';

type Props = {
  buyer: BuyerResource;
  /** Which dialog is open; the address says so, and a link may. */
  open: BillingDialog | undefined;
  onOpen: (dialog: BillingDialog | undefined) => void;
};

/** How a buyer pays, with the dialogs that change the terms and the way. */
export function BuyerBilling({ buyer, open, onOpen }: Props) {
  const mayChange = useMay('buyers:write');
  const sharedWallets = useSharedWallets();
  const close = () => onOpen(undefined);
  return (
    <>
      <BillingSection
        buyer={buyer}
        mayChange={mayChange}
        onEdit={() => onOpen('billing')}
        onSwitch={() => onOpen('switch')}
      />
      <EditBilling buyer={buyer} opened={mayChange && open === 'billing'} onClose={close} />
      <SwitchDialog
        buyer={buyer}
        sharedWallets={sharedWallets}
        opened={mayChange && open === 'switch'}
        onClose={close}
      />
    </>
  );
}
