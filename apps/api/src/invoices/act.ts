import type { Invoice } from '@drawdown/ledger';
import type { InvoiceWish, InvoiceWishResult } from '@drawdown/shared/workflows';
import type { Logger } from 'pino';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { notFound, ProblemError } from '../http/problem.ts';
import type { Asked } from '../temporal/ask-workflow.ts';

type ActInput = {
  caller: Caller;
  invoiceId: string;
  wish: InvoiceWish;
  idempotencyKey: string | null;
  log: Logger;
};

/**
 * Has the process of an invoice do something; answers what came of it and the invoice as it is then. @throws ProblemError
 * where the invoice is not open, the process refuses, or it does not answer.
 */
export async function act(
  deps: Deps,
  input: ActInput,
): Promise<{ result: InvoiceWishResult; invoice: Invoice }> {
  const { caller, invoiceId } = input;
  const { accountId } = caller;
  const before = await deps.ledger.invoices.get(accountId, invoiceId);
  if (before === null) throw notFound('invoice');
  const result = await ask(deps, before, input);
  if (result.outcome === 'refused') throw new ProblemError('state_conflict', result.words);
  const invoice = await deps.ledger.invoices.get(accountId, invoiceId);
  if (invoice === null) throw notFound('invoice');
  deps.ledger.changes.publish(accountId, {
    type: 'invoice.changed',
    invoiceId,
    buyerId: invoice.buyerId,
  });
  return { result, invoice };
}

async function ask(
  { invoiceWorkflows }: Deps,
  { kind, buyerId, period, status }: Invoice,
  { wish, idempotencyKey, log, invoiceId }: ActInput,
): Promise<InvoiceWishResult> {
  if (kind === 'top_up' || buyerId === null || period === null)
    throw new ProblemError('state_conflict', 'This is the receipt of a top-up: nothing is to be paid of it.');
  let asked: Asked<InvoiceWishResult>;
  try {
    asked = await invoiceWorkflows.ask({ period: { buyerId, period, kind }, wish, idempotencyKey });
  } catch (error) {
    log.warn({ err: error, invoiceId }, 'the workflow of an invoice did not answer');
    throw unavailable();
  }
  switch (asked.outcome) {
    case 'answered':
      return asked.result;
    case 'refused':
      throw new ProblemError('state_conflict', `This is not possible at this moment: ${asked.because}`);
    case 'not_running':
      if (status === 'open' || status === 'overdue' || status === 'draft') throw unavailable();
      throw new ProblemError('state_conflict', `This invoice has ended: it is ${status.replace('_', ' ')}.`);
  }
}

/** A sweep starts its workflow again. */
function unavailable(): ProblemError {
  return new ProblemError(
    'unavailable',
    'The invoice could not be reached in time; look at its state before you try again.',
    { headers: { 'Retry-After': '5' }, extra: { retryAfterMs: 5_000 } },
  );
}
