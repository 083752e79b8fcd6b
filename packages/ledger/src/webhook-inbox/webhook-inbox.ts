import type { Database } from '../database/connection.ts';
import { writeToOutbox } from '../outbox/write.ts';
import type { WebhookInbox } from './types.ts';

export function createWebhookInbox({ prisma }: Database): WebhookInbox {
  return {
    async receive(event) {
      return prisma.$transaction(async (records) => {
        const { count } = await records.stripeEventRow.createMany({ data: [event], skipDuplicates: true });
        if (count === 0) return false;
        await writeToOutbox(records, { kind: 'stripe_event', eventId: event.id });
        return true;
      });
    },

    async get(eventId) {
      return prisma.stripeEventRow.findUnique({ where: { id: eventId } });
    },

    async markProcessed(eventId, result) {
      await prisma.stripeEventRow.updateMany({
        where: { id: eventId, processedAt: null },
        data: { processedAt: new Date(), result: result.slice(0, 500) },
      });
    },
  };
}
