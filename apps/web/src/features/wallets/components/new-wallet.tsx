import type { WalletResource } from '@drawdown/shared/http';
import { createWalletSchema } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { CURRENCIES } from '@drawdown/shared/money';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { createSharedWallet } from '../api/wallets.ts';

type Props = {
  opened: boolean;
  onClose: () => void;
  currency: Currency;
  onCreated: (wallet: WalletResource) => void;
};

const fields = z.object({
  name: z.string().refine((name) => createWalletSchema.shape.name.safeParse(name).success, {
    error: 'Enter a name (at most 200 characters).',
  }),
  currency: z.enum(CURRENCIES),
});

/** A wallet of the agency on which several buyers draw. */
export function NewWallet(props: Props) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title="New shared wallet">
      <NewWalletForm {...props} />
    </Dialog>
  );
}

function NewWalletForm({ onClose, currency, onCreated }: Props) {
  const queryClient = useQueryClient();
  const form = useForm<z.infer<typeof fields>>({
    resolver: zodResolver(fields),
    defaultValues: { name: '', currency },
  });
  const create = useMutation({
    mutationFn: createSharedWallet,
    onSuccess: (wallet) => onCreated(wallet),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['wallets'] }),
  });
  return (
    <form
      noValidate
      className="stacked-form"
      onSubmit={form.handleSubmit((values) => (create.isPending ? undefined : create.mutate(values)))}
    >
      <TextInput
        data-autofocus
        label="Name"
        description="As it is shown to your team, such as “Solar pool”."
        autoComplete="off"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <SelectField
        control={form.control}
        name="currency"
        label="Currency"
        description="For ever: a wallet holds one currency."
        data={CURRENCIES}
      />
      <p className="field-note">
        Buyers come to it when they are created, or by “Switch” on their page. Each may have a cap of its own.
      </p>
      {create.error ? <ProblemNotice title="No wallet was created" error={create.error} /> : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending}>
          Create wallet
        </Button>
      </Group>
    </form>
  );
}
