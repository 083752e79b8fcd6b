import { type Database, isUniqueViolation } from '../database/connection.ts';
import { toLeadReturn, withItsReturn } from './read.ts';
import { repeatedReturn } from './repeat.ts';
import { returnWithin } from './return-lead.ts';
import type { Returns } from './types.ts';

export function createReturns({ prisma }: Database): Returns {
  return {
    async return(input, actor) {
      try {
        return await prisma.$transaction((records) => returnWithin(records, input, actor));
      } catch (error) {
        // The same key for another lead at the same moment: what it returned is what the key stands for.
        const winner = isUniqueViolation(error) ? await repeatedReturn(prisma, input) : null;
        if (winner === null) throw error;
        return winner;
      }
    },

    async ofDeliveries(deliveryIds) {
      const rows = await prisma.deliveryRow.findMany({
        where: { id: { in: [...deliveryIds] }, outcome: 'returned' },
        include: withItsReturn,
      });
      const returned = rows.map((row) => [row.id, toLeadReturn(row)] as const);
      return new Map(returned.flatMap(([id, lead]) => (lead === null ? [] : [[id, lead] as const])));
    },
  };
}
