import { toCharge, withItsAttempts } from '../charges/read.ts';
import { moneyOf } from '../database/parse.ts';
import type { ChargeRow, DeliveryRow, PrismaClient } from '../generated/prisma/client.ts';
import { outcomeOf } from './locked.ts';
import type { DeliveryCharge, LeadChargeFacts, LeadChargeStart } from './types.ts';

export async function readFacts(prisma: PrismaClient, chargeId: string): Promise<LeadChargeFacts> {
  const row = await prisma.chargeRow.findUniqueOrThrow({
    where: { id: chargeId },
    include: { ...withItsAttempts, delivery: true },
  });
  const { delivery } = row;
  if (delivery === null) throw new Error(`charge ${chargeId} is for no lead`);
  const outcome = outcomeOf(delivery);
  if (outcome !== 'pending') return { state: 'decided', outcome };
  const charge = toCharge(row);
  const declined =
    row.declinedAttempt === null ? undefined : charge.attempts.findLast(({ decline }) => decline);
  const { name } = await prisma.buyerRow.findUniqueOrThrow({ where: { id: delivery.buyerId } });
  return {
    state: 'open',
    charge,
    leadId: delivery.leadId,
    buyerName: name,
    decline: declined?.decline ?? null,
  };
}

export async function readStart(prisma: PrismaClient, chargeId: string): Promise<LeadChargeStart | null> {
  const row = await prisma.chargeRow.findUnique({ where: { id: chargeId }, include: { delivery: true } });
  if (!row?.delivery) return null;
  const buyer = await prisma.buyerRow.findUniqueOrThrow({ where: { id: row.delivery.buyerId } });
  return toStart(row, row.delivery, buyer.name);
}

export async function listPending(
  prisma: PrismaClient,
  olderThan: Date,
  limit: number,
): Promise<LeadChargeStart[]> {
  const rows = await prisma.chargeRow.findMany({
    where: { purpose: 'lead', status: 'open', topUpId: null, createdAt: { lt: olderThan } },
    include: { delivery: true },
    orderBy: { id: 'asc' },
    take: limit,
  });
  const buyerIds = [...new Set(rows.flatMap(({ delivery }) => delivery?.buyerId ?? []))];
  const buyers = await prisma.buyerRow.findMany({ where: { id: { in: buyerIds } } });
  const names = new Map(buyers.map(({ id, name }) => [id, name]));
  return rows.flatMap((row) =>
    row.delivery === null ? [] : [toStart(row, row.delivery, names.get(row.delivery.buyerId) ?? '')],
  );
}

function toStart(charge: ChargeRow, delivery: DeliveryRow, buyerName: string): LeadChargeStart {
  return {
    input: {
      chargeId: charge.id,
      deliveryId: delivery.id,
      accountId: charge.accountId,
      walletId: delivery.walletId,
      buyerId: delivery.buyerId,
      leadId: delivery.leadId,
      amountMinor: Number(charge.amountMinor),
      currency: charge.currency,
    },
    buyerName,
    amount: moneyOf(charge.amountMinor, charge.currency),
  };
}

export async function readChargesOf(
  prisma: PrismaClient,
  deliveryIds: readonly string[],
): Promise<Map<string, DeliveryCharge>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await prisma.chargeRow.findMany({
    where: { deliveryId: { in: [...deliveryIds] } },
    include: { paymentMethod: true },
  });
  return new Map(
    rows.map(({ id, deliveryId, paymentMethod, paymentIntentId, stripeChargeId }) => {
      const { brand, last4 } = paymentMethod;
      return [deliveryId ?? '', { chargeId: id, card: { brand, last4 }, paymentIntentId, stripeChargeId }];
    }),
  );
}
