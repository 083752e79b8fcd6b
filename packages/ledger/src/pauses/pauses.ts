import type { Database } from '../database/connection.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { pauseByHand, resumeByHand, setTiming } from './by-hand.ts';
import { readPause, withheldDuring } from './facts.ts';
import { recheckWithin } from './recheck.ts';
import type { Pauses } from './types.ts';

export function createPauses({ prisma }: Database): Pauses {
  return {
    pauseByHand: (input, actor) => prisma.$transaction((records) => pauseByHand(records, input, actor)),
    resume: (input, actor) => prisma.$transaction((records) => resumeByHand(records, input, actor)),
    setTiming: (input, actor) => prisma.$transaction((records) => setTiming(records, input, actor)),
    recheck: (buyerId) => prisma.$transaction((records) => recheckWithin(records, buyerId)),
    facts: (buyerId) => readPause(prisma, buyerId),
    withheldDuring: (pause) => withheldDuring(prisma, pause),

    async listOpen(limit) {
      return prisma.pauseEpisodeRow.findMany({
        where: { closedAt: null },
        select: { buyerId: true, accountId: true },
        orderBy: { openedAt: 'asc' },
        take: limit,
      });
    },

    async remind({ buyerId, episodeId, number }) {
      const episode = await prisma.pauseEpisodeRow.findFirst({
        where: { id: episodeId, buyerId, closedAt: null },
      });
      if (episode === null) return;
      await writeMail(prisma, {
        accountId: episode.accountId,
        buyerId,
        kind: 'pause_reminder',
        occasion: `${episodeId}:${number}`,
        data: { buyerId, episodeId, number },
      });
    },
  };
}
