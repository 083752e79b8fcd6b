import type { Currency } from '@drawdown/shared/money';
import { useFormContext } from 'react-hook-form';
import { MoneyInput } from '../../../ui/money-input.tsx';
import type { BillingValues } from './billing-form.ts';

type Props = {
  name: 'exposureLimit' | 'creditLimit' | 'dailyCap' | 'monthlyCap';
  currency: Currency;
  label: string;
  description: string;
};

/** One limit of a buyer, with its fault beside it. */
export function LimitField({ name, ...rest }: Props) {
  const { register, formState } = useFormContext<BillingValues>();
  return <MoneyInput {...rest} error={formState.errors[name]?.message} field={register(name)} />;
}
