import { recordPaymentSchema } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Button, Group, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import type { Once } from '../../../http/use-once.ts';
import { useOnce } from '../../../http/use-once.ts';
import { ActProblem } from '../../../ui/act-problem.tsx';
import { dayOf } from '../../../ui/calendar-day.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { moneyDigits, moneyText } from '../../../ui/money-text.tsx';
import { readMoney } from '../../../ui/read-money.ts';
import { recordPayment } from '../api/receivables.ts';
import type { PaymentValues } from '../payment-form.ts';
import { readPayment } from '../payment-form.ts';

type Props = {
  buyer: { id: string; name: string };
  /** What is to be paid: an invoice, else everything that is owed. */
  due: MoneyJson;
  invoice: { id: string; name: string } | null;
  timeZone: string;
};

/** Records money that came in outside Stripe for what a buyer owes. */
export function RecordPayment(props: Props) {
  const { buyer, invoice } = props;
  const [opened, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const once = useOnce({
    subject: `payment:${invoice?.id ?? buyer.id}`,
    body: recordPaymentSchema,
    send: (body, idempotencyKey) => recordPayment(buyer.id, body, idempotencyKey),
    onAnswer: () => {
      close();
      for (const key of ['receivables', 'invoices', 'buyers', 'pauses', 'eligibility'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  const openDialog = () => {
    once.begin();
    open();
  };
  return (
    <>
      <Button variant="default" onClick={openDialog}>
        {once.unanswered ? 'A payment is without an answer: ask again' : 'Record a payment'}
      </Button>
      <Dialog opened={opened} onClose={close} title="Record a payment">
        <PaymentForm {...props} once={once} onClose={close} />
      </Dialog>
    </>
  );
}

type FormProps = Props & { once: Once<ReturnType<typeof recordPaymentSchema.parse>>; onClose: () => void };

function PaymentForm({ buyer, due, invoice, timeZone, once, onClose }: FormProps) {
  const today = dayOf(new Date(), timeZone);
  const asked = once.unanswered;
  const { register, control, handleSubmit, setError, formState } = useForm<PaymentValues>({
    defaultValues: {
      amount: firstAmount(asked?.amount ?? due),
      reference: asked?.reference ?? '',
      receivedOn: asked?.receivedAt?.slice(0, 10) ?? today,
      note: asked?.note ?? '',
    },
  });
  const reading = readMoney(useWatch({ control, name: 'amount' }), due.currency);
  const submit = handleSubmit((values) => {
    if (asked) return once.confirm(asked);
    const { body, faults } = readPayment(values, {
      currency: due.currency,
      invoiceId: invoice?.id ?? null,
      today,
    });
    for (const { field, message } of faults.toReversed()) setError(field, { message }, { shouldFocus: true });
    if (body) once.confirm(body);
  });
  const { errors } = formState;
  return (
    <form noValidate className="stacked-form" onSubmit={(event) => void submit(event)}>
      <p className="notice-text">
        {invoice
          ? `Counts towards invoice ${invoice.name} of ${buyer.name}.`
          : `Counts towards the oldest open invoices of ${buyer.name}.`}{' '}
        No card is charged.
      </p>
      <fieldset className="plain-fieldset" disabled={once.pending || asked !== null}>
        <MoneyInput
          autoFocus
          label="Amount"
          description={`Due: ${moneyText(due)}.`}
          currency={due.currency}
          error={errors.amount?.message}
          field={register('amount')}
        />
        <TextInput
          label="Reference"
          description="The bank reference or receipt number, so that it can be found again."
          autoComplete="off"
          error={errors.reference?.message}
          {...register('reference')}
        />
        <TextInput
          type="date"
          label="Received on"
          max={today}
          error={errors.receivedOn?.message}
          {...register('receivedOn')}
        />
        <TextInput
          label="Note (optional)"
          autoComplete="off"
          error={errors.note?.message}
          {...register('note')}
        />
      </fieldset>
      <ActProblem error={once.error} refused="The payment was not recorded" />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={once.pending}>
          {reading.ok ? `Record ${moneyText(reading.amount)} received` : 'Record'}
        </Button>
      </Group>
    </form>
  );
}

function firstAmount(due: MoneyJson): string {
  return due.amount > 0 ? moneyDigits(due) : '';
}
