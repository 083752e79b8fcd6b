import type { CreateBuyerInput, Invoice } from '@drawdown/ledger';
import { tester, usd } from '@drawdown/ledger/testing';
import type { InvoiceWish } from '@drawdown/shared/workflows';
import { messagesOf } from '../stage/messages.ts';
import type { ExpectedInvoice, Traveled } from './journey.ts';
import { sell } from './selling.ts';
import type { World } from './world.ts';

type Billed = Awaited<ReturnType<typeof billed>>;

/** A buyer on net terms who has had two leads, which are billed at this moment. */
export async function billed(
  world: World,
  testCard: string | null,
  billing: NonNullable<CreateBuyerInput['billing']>,
) {
  const { ledger } = world.stage.bench;
  const agency = await world.openAgency();
  const { accountId } = agency;
  const terms = { mechanism: 'net_terms', creditLimit: usd(100_000), failurePolicy: 'pause' } as const;
  const buyer = await agency.buyer({ billing: { ...terms, ...billing } });
  if (testCard !== null)
    await agency.bringCard({ kind: 'buyer', buyerId: buyer.id }, world.newCard(testCard));
  const { id: buyerId } = buyer;
  const first = await sell(world, agency, { buyerId, priceMinor: 2_500 });
  await sell(world, agency, { buyerId, priceMinor: 1_500 });
  const [invoiceId] = (await ledger.invoices.closeNow({ accountId, buyerId }, tester)) ?? [];
  if (invoiceId === undefined) throw new Error(`nothing was billed to buyer ${buyerId}`);
  const traveled = (expected: ExpectedInvoice, creditNotes = 0): Traveled => ({
    accountId,
    buyerId,
    invoices: [{ invoiceId, expected, creditNotes }],
  });
  return { agency, accountId, buyerId, first, invoiceId, traveled };
}

/** Resolves when what is asked of the invoice holds. */
export function whenInvoice(
  { insist, stage }: World,
  { accountId, invoiceId }: Pick<Billed, 'accountId' | 'invoiceId'>,
  holds: (invoice: Invoice) => boolean,
): Promise<Invoice> {
  return insist(async () => {
    const invoice = await stage.bench.ledger.invoices.get(accountId, invoiceId);
    if (invoice === null || !holds(invoice))
      throw new Error(`invoice ${invoiceId} is still ${invoice?.status}`);
    return invoice;
  });
}

export const isOpen = ({ status }: Invoice) => status === 'open' || status === 'overdue';
export const hasEnded = ({ endedAt }: Invoice) => endedAt !== null;

/** Asks the process of the invoice again and again until it has ended: whoever would do it may have just been killed. */
export async function askUntilEnded(world: World, bill: Billed, wish: InvoiceWish): Promise<void> {
  const { bench } = world.stage;
  const { accountId, invoiceId } = bill;
  await whenInvoice(world, bill, isOpen);
  await world.insist(async () => {
    const invoice = await bench.ledger.invoices.get(accountId, invoiceId);
    if (invoice !== null && hasEnded(invoice)) return;
    const period = await bench.ledger.invoices.periodOf(invoiceId);
    if (period === null) throw new Error(`invoice ${invoiceId} is of no period`);
    const { hasEnded: _, ...input } = period;
    const { words } = await messagesOf(bench).askInvoice(input, wish);
    const after = await bench.ledger.invoices.get(accountId, invoiceId);
    if (after === null || !hasEnded(after)) throw new Error(`invoice ${invoiceId} has not ended: ${words}`);
  });
}
