import type { BuyerResource } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { CURRENCIES } from '@drawdown/shared/money';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { createBuyer } from '../api/buyers.ts';
import { BillingFields } from './billing-fields.tsx';
import { MechanismField } from './mechanism-field.tsx';
import type { NewBuyerValues, SharedWallet } from './new-buyer-form.ts';
import { emptyBuyer, newBuyerRequest, newBuyerSchema } from './new-buyer-form.ts';

type Props = {
  opened: boolean;
  onClose: () => void;
  currency: Currency;
  sharedWallets: SharedWallet[];
  onCreated: (buyer: BuyerResource) => void;
};

/** Who the buyer is, on which wallet it draws, how it pays, and on which terms. */
export function NewBuyer(props: Props) {
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title="New buyer"
      width={600}
      closeOnClickOutside={false}
    >
      <NewBuyerForm {...props} />
    </Dialog>
  );
}

function NewBuyerForm({ onClose, currency, sharedWallets, onCreated }: Props) {
  const queryClient = useQueryClient();
  const form = useForm<NewBuyerValues>({
    resolver: zodResolver(newBuyerSchema()),
    defaultValues: emptyBuyer(currency),
  });
  const { errors } = form.formState;
  const chosen = useWatch({ control: form.control, name: 'currency' });
  const create = useMutation({
    mutationFn: (values: NewBuyerValues) => createBuyer(newBuyerRequest(values)),
    onSuccess: (buyer) => onCreated(buyer),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['buyers'] }),
  });
  const wallets = sharedWallets.filter((wallet) => wallet.currency === chosen);
  return (
    <FormProvider {...form}>
      <form
        noValidate
        className="stacked-form"
        onSubmit={form.handleSubmit((values) => (create.isPending ? undefined : create.mutate(values)))}
      >
        <TextInput
          data-autofocus
          label="Name"
          autoComplete="off"
          error={errors.name?.message}
          {...form.register('name')}
        />
        <div className="two-fields">
          <TextInput
            type="email"
            label="Email (optional)"
            description="Where mail for the buyer goes."
            autoComplete="off"
            error={errors.email?.message}
            {...form.register('email')}
          />
          <TextInput
            label="External id (optional)"
            description="By which your lead router knows it."
            autoComplete="off"
            error={errors.externalId?.message}
            {...form.register('externalId')}
          />
        </div>
        <div className="two-fields">
          <SelectField
            control={form.control}
            name="currency"
            label="Currency"
            description="Of its wallet, its limits and its invoices."
            data={CURRENCIES}
            onPicked={() => form.setValue('walletId', 'own')}
          />
          <SelectField
            control={form.control}
            name="walletId"
            label="Wallet"
            description={
              wallets.length === 0 ? `No shared wallet in ${chosen} yet.` : 'Its own, or one that is shared.'
            }
            data={[
              { value: 'own', label: 'A wallet of its own' },
              ...wallets.map(({ id, name }) => ({ value: id, label: `Shared: ${name}` })),
            ]}
          />
        </div>
        <MechanismField />
        <BillingFields currency={chosen} />
        {create.error ? <ProblemNotice title="No buyer was created" error={create.error} /> : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create buyer
          </Button>
        </Group>
      </form>
    </FormProvider>
  );
}
