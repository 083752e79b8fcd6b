import type { CreateRefundRequest, RefundableResource, TopUpResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useForm, useWatch } from 'react-hook-form';
import type { Once } from '../../../http/use-once.ts';
import { ActProblem } from '../../../ui/act-problem.tsx';
import { cardName } from '../../../ui/card-label.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { moneyDigits, moneyText } from '../../../ui/money-text.tsx';
import { readMoney } from '../../../ui/read-money.ts';
import type { RefundValues } from '../refund-form.ts';
import { readRefund, refillsAfter } from '../refund-form.ts';
import { RefundPreview } from './refund-preview.tsx';

type Props = {
  opened: boolean;
  onClose: () => void;
  topUp: TopUpResource;
  refundable: RefundableResource;
  walletBalance: MoneyJson;
  once: Once<CreateRefundRequest>;
};

/** Sends what is unspent of a top-up back to the card that paid, in full or in part. */
export function RefundDialog({ opened, onClose, ...form }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Refund this top-up" width={560}>
      <RefundForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function RefundForm({ topUp, refundable, walletBalance, once, onClose }: Omit<Props, 'opened'>) {
  const asked = once.unanswered;
  const { register, control, handleSubmit, setError, formState } = useForm<RefundValues>({
    defaultValues: {
      amount: moneyDigits(asked?.amount ?? refundable.amount),
      reason: asked?.reason ?? '',
      keepAutoTopUp: asked?.keepAutoTopUp ?? false,
    },
  });
  const typed = useWatch({ control, name: 'amount' });
  const reading = readMoney(typed, refundable.amount.currency);
  const within = reading.ok && reading.amount.amount <= refundable.amount.amount;
  const amount = within ? reading.amount : null;
  const submit = handleSubmit((values) => {
    if (asked) return once.confirm(asked);
    const { body, fault } = readRefund(values, refundable);
    if (body) once.confirm(body);
    else setError(fault.field, { message: fault.message }, { shouldFocus: true });
  });
  const card = topUp.paymentMethod ? cardName(topUp.paymentMethod) : 'the card';
  return (
    <form noValidate className="stacked-form" onSubmit={(event) => void submit(event)}>
      <fieldset className="plain-fieldset" disabled={once.pending || asked !== null}>
        <MoneyInput
          autoFocus
          label="Amount"
          description={`At most ${moneyText(refundable.amount)}. ${refundable.because ?? ''}`}
          currency={refundable.amount.currency}
          error={formState.errors.amount?.message}
          field={register('amount')}
        />
        <TextInput
          label="Reason (optional)"
          description="Goes into the record."
          autoComplete="off"
          error={formState.errors.reason?.message}
          {...register('reason')}
        />
        {amount && refillsAfter(amount, refundable) ? (
          <div>
            <p className="notice-text">
              After this the wallet is at or below the threshold of its auto top-up. So that the card is not
              charged again for what goes back, auto top-up is turned off.
            </p>
            <Checkbox
              label="Keep auto top-up on: the card may be charged again at once"
              {...register('keepAutoTopUp')}
            />
          </div>
        ) : null}
      </fieldset>
      <RefundPreview {...{ amount, card, refundable, walletBalance }} />
      <ActProblem error={once.error} refused="Nothing was refunded" />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={once.pending}>
          {amount ? `Refund ${moneyText(amount)} to ${card}` : 'Refund'}
        </Button>
      </Group>
    </form>
  );
}
