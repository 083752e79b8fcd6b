import type { Currency } from '@drawdown/shared/money';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import './money-input.css';

type Props = {
  label: string;
  description?: ReactNode;
  currency: Currency;
  placeholder?: string;
  error: string | undefined;
  field: UseFormRegisterReturn;
  autoFocus?: boolean;
};

/** An amount typed by a person, with its currency in sight. */
export function MoneyInput({ currency, field, autoFocus = false, ...rest }: Props) {
  return (
    <TextInput
      {...rest}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
      inputMode="decimal"
      autoComplete="off"
      leftSection={<span className="currency-code">{currency}</span>}
      leftSectionWidth={52}
      {...field}
    />
  );
}
