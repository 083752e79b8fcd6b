import type { BuyerResource } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FormProvider, useForm } from 'react-hook-form';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { saveBuyer } from '../api/buyers.ts';
import { MECHANISM_WORDS } from '../mechanism-words.ts';
import { BillingFields } from './billing-fields.tsx';
import type { BillingValues } from './billing-form.ts';
import { billingFields, billingValues, readBilling } from './billing-form.ts';

type Props = { buyer: BuyerResource; opened: boolean; onClose: () => void };

/** The terms of the buyer's present way to pay. Another way is a switch, which first lists what is open. */
export function EditBilling({ buyer, opened, onClose }: Props) {
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={`Billing of ${buyer.name}`}
      width={600}
      closeOnClickOutside={false}
    >
      <BillingForm buyer={buyer} onClose={onClose} />
    </Dialog>
  );
}

export function billingSchema(currency: Currency) {
  return billingFields.superRefine((values, context) => {
    for (const { field, message } of readBilling(values, currency).faults)
      context.addIssue({ code: 'custom', path: [field], message });
  });
}

function BillingForm({ buyer, onClose }: Omit<Props, 'opened'>) {
  const queryClient = useQueryClient();
  const form = useForm<BillingValues>({
    resolver: zodResolver(billingSchema(buyer.currency)),
    defaultValues: billingValues(buyer.billing),
  });
  const save = useMutation({
    mutationFn: (values: BillingValues) => {
      const { mechanism: _kept, ...billing } = readBilling(values, buyer.currency).billing;
      return saveBuyer(buyer.id, { billing });
    },
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['buyers'] }),
  });
  return (
    <FormProvider {...form}>
      <form
        noValidate
        className="stacked-form"
        onSubmit={form.handleSubmit((values) => (save.isPending ? undefined : save.mutate(values)))}
      >
        <p className="confirm-sentence">
          {MECHANISM_WORDS[buyer.billing.mechanism].name}. {MECHANISM_WORDS[buyer.billing.mechanism].lead}
        </p>
        <BillingFields currency={buyer.currency} />
        {save.error ? <ProblemNotice title="Nothing was saved" error={save.error} /> : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </form>
    </FormProvider>
  );
}
