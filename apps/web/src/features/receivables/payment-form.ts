import type { RecordPaymentRequest } from '@drawdown/shared/http';
import { recordPaymentSchema } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { readMoney } from '../../ui/read-money.ts';

export type PaymentValues = { amount: string; reference: string; receivedOn: string; note: string };

export type PaymentFault = { field: keyof PaymentValues; message: string };

type Facts = { currency: Currency; invoiceId: string | null; today: string };
type Reading = { body: RecordPaymentRequest | null; faults: PaymentFault[] };

/** Reads a payment as it was typed, or says field by field what is wrong. */
export function readPayment(values: PaymentValues, { currency, invoiceId, today }: Facts): Reading {
  const faults: PaymentFault[] = [];
  const reading = readMoney(values.amount, currency);
  if (!reading.ok) faults.push({ field: 'amount', message: reading.message });
  const reference = recordPaymentSchema.shape.reference.safeParse(values.reference);
  if (!reference.success)
    faults.push({
      field: 'reference',
      message: 'Enter the bank reference or receipt number (at most 200 characters).',
    });
  const note = recordPaymentSchema.shape.note.safeParse(values.note.trim() || undefined);
  if (!note.success) faults.push({ field: 'note', message: 'At most 500 characters, on one line.' });
  if (values.receivedOn === '') faults.push({ field: 'receivedOn', message: 'Enter the day.' });
  if (values.receivedOn > today) faults.push({ field: 'receivedOn', message: 'This day is still to come.' });
  if (!reading.ok || !reference.success || !note.success || faults.length > 0) return { body: null, faults };
  return {
    faults,
    body: {
      amount: reading.amount,
      reference: reference.data,
      // Of an earlier day only the day is known; its noon is on that day nearly everywhere.
      ...(values.receivedOn === today ? {} : { receivedAt: `${values.receivedOn}T12:00:00Z` }),
      ...(invoiceId ? { invoiceId } : {}),
      ...(note.data === undefined ? {} : { note: note.data }),
    },
  };
}
