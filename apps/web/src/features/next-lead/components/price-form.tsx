import type { Currency, MoneyJson } from '@drawdown/shared/money';
import { Button } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { readMoney } from '../../../ui/read-money.ts';

type Props = { currency: Currency; onPrice: (price: MoneyJson) => void };

/** Asks with another price than the last one. */
export function PriceForm({ currency, onPrice }: Props) {
  const form = useForm({ defaultValues: { price: '' } });
  const submit = form.handleSubmit(({ price }) => {
    const reading = readMoney(price, currency);
    if (reading.ok) onPrice(reading.amount);
    else form.setError('price', { message: reading.message }, { shouldFocus: true });
  });
  return (
    <form noValidate className="next-lead-price" onSubmit={(event) => void submit(event)}>
      <MoneyInput
        label="Price of a lead"
        currency={currency}
        placeholder="25.00"
        error={form.formState.errors.price?.message}
        field={form.register('price')}
      />
      <Button type="submit" variant="default">
        Ask with this price
      </Button>
    </form>
  );
}
