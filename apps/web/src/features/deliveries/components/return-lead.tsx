import type { ReturnCode } from '@drawdown/shared/codes';
import { RETURN_CODES } from '@drawdown/shared/codes';
import type { DeliveryResource } from '@drawdown/shared/http';
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActProblem } from '../../../ui/act-problem.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { returnDelivery } from '../api/deliveries.ts';
import { RETURN_CODE_WORDS, returnDestination } from '../delivery-words.ts';

type Props = {
  delivery: DeliveryResource;
  buyerName: string;
  /** How long the buyer may give a lead back. */
  windowDays: number;
};

const DAY_MS = 86_400_000;

/** Gives a delivered lead back: why, and where its money goes, before it does. */
export function ReturnLead(props: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const { delivery, buyerName, windowDays } = props;
  if (windowDays === 0)
    return <p className="field-note">Leads of {buyerName} cannot be returned: it has no return window.</p>;
  if (Date.now() - Date.parse(delivery.createdAt) > (windowDays + 1) * DAY_MS)
    return <p className="field-note">The return window of {windowDays} days is over.</p>;
  return (
    <>
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
          onClick={open}
        >
          Return lead
        </Button>
      </Group>
      <Dialog opened={opened} onClose={close} title={`Return lead ${props.delivery.leadId}?`}>
        <ReturnForm {...props} onClose={close} />
      </Dialog>
    </>
  );
}

/** Every place that a returned lead shows up in. */
const STALE = ['deliveries', 'wallets', 'refunds', 'receivables', 'invoices', 'eligibility', 'buyers'];

function ReturnForm({ delivery, buyerName, onClose }: Props & { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [code, setCode] = useState<ReturnCode | ''>('');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const returning = useMutation({
    mutationFn: (reason: ReturnCode) =>
      returnDelivery(delivery.id, { reason, ...(note.trim() === '' ? {} : { note: note.trim() }) }),
    // The receipt below says where the money went.
    onSuccess: onClose,
    onSettled: () => {
      for (const key of STALE) void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <form
      noValidate
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(code === '');
        if (code !== '' && !returning.isPending) returning.mutate(code);
      }}
    >
      <p className="notice-text">{returnDestination(delivery, buyerName)}</p>
      <NativeSelect
        data-autofocus
        label="Why is it returned?"
        data={[
          { value: '', label: 'Choose a reason' },
          ...RETURN_CODES.map((value) => ({ value, label: RETURN_CODE_WORDS[value] })),
        ]}
        error={missing && code === '' ? 'Choose why it is returned.' : undefined}
        value={code}
        onChange={(event) => setCode(RETURN_CODES.find((one) => one === event.currentTarget.value) ?? '')}
      />
      <TextInput
        label="Note (optional)"
        description="Goes into the record of this lead."
        maxLength={500}
        autoComplete="off"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ActProblem error={returning.error} refused="The lead was not returned" />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={returning.isPending}>
          Return lead of {moneyText(delivery.price)}
        </Button>
      </Group>
    </form>
  );
}
