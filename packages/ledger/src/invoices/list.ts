import { type Page, type PageRequest, toPage } from '../database/page.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { toInvoice, toSummary, withItsPaper } from './read.ts';
import type { Invoice, InvoiceSummary, Invoices } from './types.ts';

type Filter = Parameters<Invoices['list']>[1];

/** The newest first. */
export async function listInvoices(
  prisma: PrismaClient,
  { accountId, filter, page }: { accountId: string; filter: Filter; page: PageRequest },
): Promise<Page<InvoiceSummary>> {
  const { buyerId, kind, status } = filter;
  const rows = await prisma.invoiceRow.findMany({
    where: {
      accountId,
      ...(buyerId !== undefined && { buyerId }),
      ...(kind !== undefined && { kind }),
      ...(status !== undefined && statusFilter(status)),
      ...(page.cursor !== undefined && { id: { lt: page.cursor } }),
    },
    orderBy: { id: 'desc' },
    take: page.limit + 1,
  });
  const names = await namesOf(
    prisma,
    rows.flatMap((row) => row.buyerId ?? []),
  );
  const items = rows.map((row) => toSummary(row, names.get(row.buyerId ?? '') ?? null));
  return toPage(items, page.limit, ({ id }) => id);
}

export async function getInvoice(
  prisma: PrismaClient,
  accountId: string,
  invoiceId: string,
): Promise<Invoice | null> {
  const row = await prisma.invoiceRow.findFirst({
    where: { id: invoiceId, accountId },
    include: withItsPaper,
  });
  if (row === null) return null;
  const names = await namesOf(prisma, row.buyerId === null ? [] : [row.buyerId]);
  return toInvoice(row, names.get(row.buyerId ?? '') ?? null);
}

function statusFilter(status: NonNullable<Filter['status']>): Prisma.InvoiceRowWhereInput {
  if (status === 'overdue') return { status: 'open', overdueSince: { not: null } };
  if (status === 'open') return { status, overdueSince: null };
  return { status };
}

async function namesOf(prisma: PrismaClient, buyerIds: string[]): Promise<Map<string, string>> {
  const buyers = await prisma.buyerRow.findMany({
    where: { id: { in: [...new Set(buyerIds)] } },
    select: { id: true, name: true },
  });
  return new Map(buyers.map(({ id, name }) => [id, name]));
}
