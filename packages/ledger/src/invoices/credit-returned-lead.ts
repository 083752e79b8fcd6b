import type { Records } from '../database/connection.ts';
import { oneOf } from '../database/parse.ts';

export type CreditedLead = { outcome: 'not_billed' | 'credit_note' | 'carried'; invoiceId: string | null };

/**
 * Takes the price of a returned lead off the invoice it is on while that much is due of it, else off the next one; does
 * nothing for a lead that is on no invoice. Within the transaction of the return, under the wallet's lock, after the
 * delivery is `returned`. May be repeated.
 */
export async function creditReturnedLead(
  records: Records,
  { accountId, deliveryId }: { accountId: string; deliveryId: string },
): Promise<CreditedLead> {
  const [row] = await records.$queryRaw<{ outcome: string; invoice_id: string | null }[]>`
    select outcome, invoice_id from credit_returned_lead(${accountId}, ${deliveryId})`;
  if (row === undefined) throw new Error('credit_returned_lead answered nothing');
  return {
    outcome: oneOf(['not_billed', 'credit_note', 'carried'], row.outcome),
    invoiceId: row.invoice_id,
  };
}
