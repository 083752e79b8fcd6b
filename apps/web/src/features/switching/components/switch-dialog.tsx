import type { BuyerResource } from '@drawdown/shared/http';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { BillingFields } from '../../buyers/edit/billing-fields.tsx';
import { switchBuyer, switchPreviewQuery } from '../api/switching.ts';
import type { SharedWallet, SwitchValues } from '../switch-form.ts';
import { needsTerms, presentValues, switchRequest, switchSchema, targetOf } from '../switch-form.ts';
import { SwitchPreview } from './switch-preview.tsx';
import { TargetFields } from './target-fields.tsx';

type Props = {
  buyer: BuyerResource;
  sharedWallets: SharedWallet[];
  opened: boolean;
  onClose: () => void;
};

/** Another mechanism, wallet or currency. What is open, and what becomes of it, comes before the terms and the button. */
export function SwitchDialog(props: Props) {
  const { buyer, opened, onClose } = props;
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={`Switch how ${buyer.name} pays`}
      width={640}
      closeOnClickOutside={false}
    >
      <SwitchForm {...props} />
    </Dialog>
  );
}

function SwitchForm({ buyer, sharedWallets, onClose }: Props) {
  const queryClient = useQueryClient();
  const present = presentValues(buyer);
  const form = useForm<SwitchValues>({
    resolver: zodResolver(switchSchema(present)),
    defaultValues: present,
  });
  const values = { ...present, ...useWatch({ control: form.control }) };
  const target = targetOf(values, present);
  const { data: preview, error, isPlaceholderData } = useQuery(switchPreviewQuery(buyer.id, target));
  // What is shown must be about what is chosen, and about this moment.
  const seen = isPlaceholderData ? undefined : preview;
  const save = useMutation({
    mutationFn: (typed: SwitchValues) =>
      switchBuyer(buyer.id, switchRequest(typed, present, seen?.previewToken ?? '')),
    onSuccess: onClose,
    onSettled: () =>
      Promise.all(
        ['buyers', 'wallets', 'invoices', 'receivables', 'eligibility'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  const ready = seen?.allowed === true && seen.changes;
  return (
    <FormProvider {...form}>
      <form
        noValidate
        className="stacked-form"
        onSubmit={form.handleSubmit((typed) => (ready && !save.isPending ? save.mutate(typed) : undefined))}
      >
        <TargetFields sharedWallets={sharedWallets} currency={values.currency} />
        {error ? <ProblemNotice title="What is open could not be read" error={error} /> : null}
        {preview ? <SwitchPreview preview={preview} /> : null}
        {needsTerms(target) ? <BillingFields currency={values.currency} /> : null}
        {save.error ? <ProblemNotice title="Nothing was changed" error={save.error} /> : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!ready}>
            Switch
          </Button>
        </Group>
      </form>
    </FormProvider>
  );
}
