// A process that asks for many leads at the same moment as others of its kind.
import { createLedger, type DeliverLeadResult, type Ledger } from '@drawdown/ledger';
import { money } from '@drawdown/shared/money';
import { type RacerAnswer, type RacerOrder, type RacerReport, racerOrder } from './messages.ts';

let ledger: Ledger | null = null;

function tell(report: RacerReport): void {
  process.send?.(report);
}

async function obey(order: RacerOrder): Promise<void> {
  switch (order.kind) {
    case 'open':
      ledger = createLedger({ databaseUrl: order.databaseUrl, poolSize: 8 });
      await ledger.ping();
      tell({ kind: 'ready' });
      return;
    case 'race':
      tell({ kind: 'answers', answers: await race(order) });
      return;
    case 'stop':
      await ledger?.close();
      process.disconnect();
  }
}

async function race(order: Extract<RacerOrder, { kind: 'race' }>): Promise<RacerAnswer[]> {
  const { accountId, buyerIds, leadIds, priceMinor } = order;
  return Promise.all(
    leadIds.map(async (leadId, index) => {
      const result = await ledger?.deliveries.deliver({
        accountId,
        buyer: { id: buyerIds[index % buyerIds.length] ?? '' },
        leadId,
        price: money(priceMinor, 'USD'),
      });
      return { leadId, ...read(result) };
    }),
  );
}

function read(result: DeliverLeadResult | undefined): Omit<RacerAnswer, 'leadId'> {
  if (result === undefined) throw new Error('the ledger is not open');
  const { outcome } = result;
  return outcome === 'delivered' || outcome === 'refused'
    ? { outcome, deliveryId: result.delivery.id, replayed: result.replayed }
    : { outcome, deliveryId: null, replayed: false };
}

process.on('message', (message) => void obey(racerOrder.parse(message)));
process.on('disconnect', () => process.exit());
