import type { CreateRefundRequest, RefundableResource } from '@drawdown/shared/http';
import { createRefundSchema } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { money, moneyFromJson, moneyToJson } from '@drawdown/shared/money';
import { moneyText } from '../../ui/money-text.tsx';
import { readMoney } from '../../ui/read-money.ts';

export type RefundValues = { amount: string; reason: string; keepAutoTopUp: boolean };

type Reading =
  | { body: CreateRefundRequest; fault: null }
  | { body: null; fault: { field: 'amount' | 'reason'; message: string } };

/** Reads what was typed into a refund within the limit, or says what is wrong. */
export function readRefund(values: RefundValues, refundable: RefundableResource): Reading {
  const reading = readMoney(values.amount, refundable.amount.currency);
  if (!reading.ok) return { body: null, fault: { field: 'amount', message: reading.message } };
  const { amount } = reading;
  if (amount.amount > refundable.amount.amount)
    return {
      body: null,
      fault: { field: 'amount', message: `At most ${moneyText(refundable.amount)} can be refunded.` },
    };
  const reason = createRefundSchema.shape.reason.safeParse(values.reason.trim() || undefined);
  if (!reason.success)
    return { body: null, fault: { field: 'reason', message: 'At most 500 characters, on one line.' } };
  return {
    fault: null,
    body: {
      amount,
      ...(reason.data === undefined ? {} : { reason: reason.data }),
      ...(values.keepAutoTopUp && refillsAfter(amount, refundable) ? { keepAutoTopUp: true } : {}),
    },
  };
}

/** Whether the auto top-up of the wallet would be due after a refund of this much. */
export function refillsAfter(amount: MoneyJson, { autoTopUpFrom }: RefundableResource): boolean {
  return autoTopUpFrom !== null && amount.amount >= autoTopUpFrom.amount;
}

export function less(from: MoneyJson, amount: MoneyJson): MoneyJson {
  const left = moneyFromJson(from).amountMinor - moneyFromJson(amount).amountMinor;
  return moneyToJson(money(left, from.currency));
}
