import type { BuyerResource } from '@drawdown/shared/http';
import type { SendRequest } from '../api/client.ts';
import type { FileCheck } from './check-file.ts';
import { createLanes } from './lanes.ts';
import type { Lead } from './lead.ts';
import { toLead } from './lead.ts';
import { readLeads } from './leads-file.ts';
import type { LeadOutcome } from './outcome.ts';
import { createPace } from './pace.ts';
import { sendBatch } from './send-batch.ts';
import { sendLead } from './send-lead.ts';
import type { Tally } from './tally.ts';
import { count } from './tally.ts';

const BATCH_SIZE = 100;
const MAX_WAITING = 2_000;

export type PlayOptions = {
  file: string;
  check: FileCheck;
  buyers: ReadonlyMap<string, BuyerResource>;
  runPrefix: string;
  concurrency: number;
  /** `null` = as fast as possible, in batches. */
  factor: number | null;
  send: SendRequest;
  stop: AbortSignal;
  tally: Tally;
  onLead: (atMs: number) => void;
};

/**
 * Sends the leads of the file, and counts the answers. Leads that draw on the same wallet go one after the other in
 * the order of the file, so that the result does not depend on chance.
 */
export async function play({ factor, stop, tally, send, ...options }: PlayOptions): Promise<void> {
  const lanes = createLanes<Lead>({
    concurrency: options.concurrency,
    maxItemsPerCall: factor === null ? BATCH_SIZE : 1,
    maxWaiting: MAX_WAITING,
    send: async (leads) => {
      const outcomes = await deliver(send, leads);
      for (const [index, lead] of leads.entries()) {
        const outcome = outcomes[index];
        if (outcome !== undefined) count(tally, lead, outcome);
      }
    },
  });
  stop.addEventListener('abort', lanes.abandon);
  const due = factor === null ? null : createPace({ firstMs: options.check.firstMs, factor }, stop);

  for await (const row of readLeads(options.file)) {
    if (due !== null && !('text' in row)) await due(row.atMs);
    if (stop.aborted) break;
    const buyer = 'text' in row ? undefined : options.buyers.get(row.buyer);
    if ('text' in row || buyer === undefined)
      throw new Error(`${options.file} was changed while it was played: line ${row.line}`);
    const lead = toLead(row, buyer, options.runPrefix);
    options.onLead(lead.atMs);
    await lanes.push(buyer.walletId, lead);
  }
  await lanes.drain();
}

async function deliver(send: SendRequest, leads: readonly Lead[]): Promise<LeadOutcome[]> {
  const [lead, ...others] = leads;
  if (lead === undefined) return [];
  return others.length === 0 ? [await sendLead(send, lead)] : sendBatch(send, leads);
}
