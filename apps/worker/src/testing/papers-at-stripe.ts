import { z } from 'zod';
import type { WorkerBench } from './worker-bench.ts';

const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.string().nullish(),
      total: z.number().nullish(),
      amount: z.number().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  ),
});

type Bench = Pick<WorkerBench, 'stripeUrl' | 'stripeSecretKey'>;

/** All that Stripe has about an invoice of ours and the buyer whose it is, whoever made it and however often. */
export async function papersAtStripe(
  { stripeUrl, stripeSecretKey }: Bench,
  { buyerId, invoiceId }: { buyerId: string; invoiceId: string },
) {
  const customers = await list('customers?limit=100');
  const made = await list('invoices?limit=100');
  const invoices = made.filter(({ metadata }) => metadata?.invoiceId === invoiceId);
  const ofAll = async (path: (id: string) => string) =>
    (await Promise.all(invoices.map(({ id }) => list(path(id))))).flat();
  return {
    customers: customers.filter(({ metadata }) => metadata?.buyerId === buyerId).length,
    invoices: invoices.map(({ status, total }) => ({ status, total })),
    lines: (await ofAll((id) => `invoices/${id}/lines`)).length,
    creditNotes: (await ofAll((id) => `credit_notes?invoice=${id}`)).map(({ amount }) => amount),
    payments: (await ofAll((id) => `invoice_payments?status=paid&invoice=${id}`)).length,
  };

  async function list(path: string) {
    const headers = { authorization: `Bearer ${stripeSecretKey}` };
    const response = await fetch(`${stripeUrl}/v1/${path}`, { headers });
    return listSchema.parse(await response.json()).data;
  }
}
