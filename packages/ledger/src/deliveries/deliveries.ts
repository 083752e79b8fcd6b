import { FUNDING_REASONS, REFUSAL_CODES } from '@drawdown/shared/codes';
import { FUNDED_BY } from '@drawdown/shared/http';
import { money } from '@drawdown/shared/money';
import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { currencyOf, oneOf } from '../database/parse.ts';
import { type BuyerLocation, createBuyerDirectory } from './buyer-directory.ts';
import { callDeliverLeads, type Draw } from './draw.ts';
import { createDrawQueue } from './draw-queue.ts';
import type { DrawRow } from './draw-rows.ts';
import { drawTogether } from './draw-together.ts';
import { eligibilityOf } from './eligibility.ts';
import { toDelivery } from './read.ts';
import type { Deliveries, DeliverLeadInput, DeliverLeadResult, Delivery } from './types.ts';

/** About what a full queue needs to shrink. */
const OVERLOADED_RETRY_MS = 500;

/** A buyer moved between the look-up and the lock is looked up again, this many times. */
const MAX_RELOCATIONS = 2;

type Options = { maxSharedCalls?: number | undefined };

export function createDeliveries(database: Database, { maxSharedCalls }: Options): Deliveries {
  const { prisma } = database;
  const directory = createBuyerDirectory(database);
  const queue = createDrawQueue<Draw, DrawRow>({
    run: (wallets, options) => {
      const toDraw = wallets.map(({ walletKey, items }) => {
        const [accountId = '', walletId = ''] = walletKey.split('/');
        return { accountId, walletId, draws: items };
      });
      return drawTogether(toDraw, options, (some, how) => callDeliverLeads(database, some, how));
    },
    namesOf: ({ input, location }) => {
      const lead = `lead/${location.buyerId}/${input.leadId}`;
      return input.idempotency ? [lead, `key/${input.accountId}/${input.idempotency.key}`] : [lead];
    },
    maxSharedCalls,
  });

  /** What nearly every lead is: one of its own, for a buyer that is known. */
  async function deliverOne(input: DeliverLeadInput): Promise<DeliverLeadResult> {
    const location = directory.remembered(input.accountId, input.buyer);
    if (location === undefined) return deliverMany([input]);
    const draw = { input, location };
    const submission = queue.submit(`${input.accountId}/${location.walletId}`, [draw]);
    if (!submission.accepted) return overloaded;
    const row = await submission.results[0];
    const result = row === undefined ? 'buyer_unknown' : await toResult(draw, row);
    if (result !== 'buyer_unknown') return result;
    directory.forget(input.accountId, input.buyer);
    return deliverMany([input]);
  }

  async function deliverMany([input]: [DeliverLeadInput]): Promise<DeliverLeadResult> {
    const [result] = await deliverAll([input]);
    return result ?? notFound;
  }

  async function deliverAll(inputs: DeliverLeadInput[], relocations = 0): Promise<DeliverLeadResult[]> {
    const locations = await Promise.all(
      inputs.map(({ accountId, buyer }) => directory.find(accountId, buyer)),
    );
    const results = await Promise.all(submitByWallet(inputs, locations));
    const moved = inputs.filter((_, index) => results[index] === 'buyer_unknown');
    if (moved.length === 0) return results.map((result) => (result === 'buyer_unknown' ? notFound : result));
    for (const { accountId, buyer } of moved) directory.forget(accountId, buyer);
    const again = relocations < MAX_RELOCATIONS ? await deliverAll(moved, relocations + 1) : [];
    return results.map((result) => (result === 'buyer_unknown' ? (again.shift() ?? notFound) : result));
  }

  /** Hands the leads of each wallet over together, so that they are decided in the order asked. */
  function submitByWallet(inputs: DeliverLeadInput[], locations: (BuyerLocation | null)[]) {
    const byWallet = new Map<string, { draws: Draw[]; places: number[] }>();
    const answers: Promise<DeliverLeadResult | 'buyer_unknown'>[] = inputs.map(async () => notFound);
    for (const [place, input] of inputs.entries()) {
      const location = locations[place];
      if (location === null || location === undefined) continue;
      const walletKey = `${input.accountId}/${location.walletId}`;
      const group = byWallet.get(walletKey) ?? { draws: [], places: [] };
      group.draws.push({ input, location });
      group.places.push(place);
      byWallet.set(walletKey, group);
    }
    for (const [walletKey, { draws, places }] of byWallet) {
      const submission = queue.submit(walletKey, draws);
      for (const [index, place] of places.entries()) {
        const draw = draws[index];
        const row = submission.accepted ? submission.results[index] : undefined;
        if (draw === undefined) continue;
        answers[place] =
          row === undefined ? Promise.resolve(overloaded) : row.then((found) => toResult(draw, found));
      }
    }
    return answers;
  }

  async function toResult(draw: Draw, row: DrawRow): Promise<DeliverLeadResult | 'buyer_unknown'> {
    switch (row.status) {
      case 'buyer_unknown':
        return 'buyer_unknown';
      case 'wallet_busy':
        throw new Error('a wallet that is busy has no answer yet');
      case 'key_reused':
        return { outcome: 'idempotency_key_reused' };
      case 'currency_mismatch':
        return { outcome: 'currency_mismatch', expected: await currencyOfWallet(draw.location.walletId) };
      case 'decided':
        return answerOf(decidedNow(draw, row), {
          replayed: false,
          topUpInProgress: row.topUpInProgress ?? false,
        });
      case 'price_conflict': {
        const { id, price } = await earlier(row);
        return { outcome: 'lead_price_conflict', deliveryId: id, price };
      }
      case 'replayed':
        return answerOf(await earlier(row), { replayed: true, topUpInProgress: false });
    }
  }

  async function earlier({ deliveryId }: DrawRow): Promise<Delivery> {
    return toDelivery(await prisma.deliveryRow.findUniqueOrThrow({ where: { id: deliveryId ?? '' } }));
  }

  async function currencyOfWallet(id: string) {
    const { currency } = await prisma.walletRow.findUniqueOrThrow({
      where: { id },
      select: { currency: true },
    });
    return currencyOf(currency);
  }

  return {
    deliver: deliverOne,

    deliverBatch: (inputs) => deliverAll(inputs),

    eligibility: (accountId, buyerIds, price) => eligibilityOf(database, { accountId, buyerIds, price }),

    async get(accountId, deliveryId) {
      const row = await prisma.deliveryRow.findFirst({ where: { id: deliveryId, accountId } });
      return row && toDelivery(row);
    },

    async list(accountId, { buyerId, leadId, outcome }, { limit, cursor }) {
      const rows = await prisma.deliveryRow.findMany({
        where: {
          accountId,
          ...(buyerId && { buyerId }),
          ...(leadId && { leadId }),
          ...(outcome && { outcome }),
        },
        ...(cursor && { cursor: { id: cursor }, skip: 1 }),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      return toPage(rows.map(toDelivery), limit, (delivery) => delivery.id);
    },
  };
}

const notFound: DeliverLeadResult = { outcome: 'buyer_not_found' };
const overloaded: DeliverLeadResult = { outcome: 'overloaded', retryAfterMs: OVERLOADED_RETRY_MS };

function decidedNow({ input, location }: Draw, row: DrawRow): Delivery {
  const { currency } = input.price;
  if (row.deliveryId === null || row.createdAt === null)
    throw new Error('a decided lead has an id and a time');
  return {
    id: row.deliveryId,
    accountId: input.accountId,
    buyerId: location.buyerId,
    walletId: location.walletId,
    leadId: input.leadId,
    price: input.price,
    outcome: row.outcome ?? 'refused',
    fundedBy: row.fundedBy === null ? null : oneOf(FUNDED_BY, row.fundedBy),
    fundingReason: row.fundingReason === null ? null : oneOf(FUNDING_REASONS, row.fundingReason),
    refusalCode: row.refusalCode === null ? null : oneOf(REFUSAL_CODES, row.refusalCode),
    balanceAfter: row.balanceAfterMinor === null ? null : money(row.balanceAfterMinor, currency),
    availableSeen: money(row.availableSeenMinor ?? 0n, currency),
    labels: input.labels ?? {},
    createdAt: row.createdAt,
    decidedAt: row.outcome === 'pending' ? null : row.createdAt,
  };
}

function answerOf(
  delivery: Delivery,
  { replayed, topUpInProgress }: { replayed: boolean; topUpInProgress: boolean },
): DeliverLeadResult {
  if (delivery.outcome === 'pending') return { outcome: 'pending', delivery, replayed };
  if (delivery.outcome !== 'refused') return { outcome: 'delivered', delivery, replayed };
  return {
    outcome: 'refused',
    delivery,
    code: delivery.refusalCode ?? 'insufficient_funds',
    available: delivery.availableSeen,
    required: delivery.price,
    topUpInProgress,
    replayed,
  };
}
