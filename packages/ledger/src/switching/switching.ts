import { limitInOtherCurrency, toBilling } from '../buyers/billing.ts';
import { toBuyer, withItsParts } from '../buyers/read.ts';
import type { Buyer } from '../buyers/types.ts';
import type { Database, Records } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { applySwitch } from './apply.ts';
import { type BuyerAndWallet, type OpenFacts, readFacts } from './facts.ts';
import { lockBuyer, untilItStays } from './lock.ts';
import { previewOf } from './preview.ts';
import { placeOf, targetOf, walletsLeftBy } from './target.ts';
import type { Switching, SwitchOrder, SwitchPreview, WrongOrder } from './types.ts';

export function createSwitching({ prisma }: Database): Switching {
  async function readBuyer(id: string): Promise<Buyer> {
    const row = await prisma.buyerRow.findUniqueOrThrow({ where: { id }, include: withItsParts });
    return toBuyer(prisma, row);
  }

  return {
    async preview(order) {
      const found = await findBuyer(prisma, order);
      if (found === null) return null;
      const seen = await look(prisma, order, found);
      return seen.outcome === 'seen' ? seen.preview : seen;
    },

    confirm: (order, actor) =>
      untilItStays(() =>
        prisma.$transaction(async (records) => {
          const found = await findBuyer(records, order);
          if (found === null) return null;
          const left = await walletsLeftBy(records, order.buyerId);
          const target = await targetOf(records, { order, from: placeOf(found.buyer, found.wallet), left });
          if (target.outcome !== 'found') return target;
          const locked = await lockBuyer(records, {
            buyerId: order.buyerId,
            walletId: found.wallet.id,
            others: [
              ...(target.to.walletId === null ? [] : [target.to.walletId]),
              ...(order.moveBalance === true ? left.map(({ walletId }) => walletId) : []),
            ],
          });
          const seen = await look(records, order, locked);
          if (seen.outcome !== 'seen') return seen;
          const { preview, facts } = seen;
          if (!preview.changes) return unchanged;
          if (!preview.allowed) return { outcome: 'not_allowed' as const, preview };
          if (preview.previewToken !== order.previewToken) return { outcome: 'outdated' as const, preview };
          const applied = await applySwitch(records, { order, buyer: locked.buyer, facts, preview, actor });
          return { outcome: 'applied' as const, ...applied, currency: preview.to.currency };
        }),
      ).then(async (result) => {
        if (result === null) return null;
        if (result.outcome === 'unchanged') {
          const nothing = {
            changed: false,
            switchId: null,
            at: null,
            moved: null,
            invoiceIds: [],
            walletIds: [],
          };
          return { outcome: 'switched', ...nothing, buyer: await readBuyer(order.buyerId) };
        }
        if (result.outcome !== 'applied') return result;
        const { switchId, at, movedMinor, invoiceIds, walletIds, currency } = result;
        const moved = movedMinor > 0n ? moneyOf(movedMinor, currency) : null;
        const buyer = await readBuyer(order.buyerId);
        return { outcome: 'switched', changed: true, switchId, at, moved, invoiceIds, walletIds, buyer };
      }),
  };
}

const unchanged = { outcome: 'unchanged' } as const;

async function findBuyer(
  records: Records,
  { accountId, buyerId }: SwitchOrder,
): Promise<BuyerAndWallet | null> {
  const row = await records.buyerRow.findFirst({
    where: { id: buyerId, accountId },
    include: { wallet: true },
  });
  if (row === null) return null;
  const { wallet, ...buyer } = row;
  return { buyer, wallet };
}

type Seen = { outcome: 'seen'; preview: SwitchPreview; facts: OpenFacts } | WrongOrder;

/** What is open now, and what the order would do with it. */
export async function look(
  records: Records,
  order: SwitchOrder,
  { buyer, wallet }: BuyerAndWallet,
): Promise<Seen> {
  const from = placeOf(buyer, wallet);
  const left = await walletsLeftBy(records, buyer.id);
  const target = await targetOf(records, { order, from, left });
  if (target.outcome !== 'found') return target;
  const { to } = target;
  const wrongLimit = limitInOtherCurrency(order.billing ?? {}, to.currency);
  if (wrongLimit !== undefined && wrongLimit !== null)
    return { outcome: 'currency_mismatch', expected: to.currency, field: `billing.${wrongLimit}.currency` };
  const facts = await readFacts(records, { buyer, wallet });
  const billing = toBilling(buyer);
  return { outcome: 'seen', preview: previewOf({ order, from, to, facts, billing }), facts };
}
