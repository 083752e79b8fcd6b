import { tester } from '@drawdown/ledger/testing';
import {
  PAUSE_CHANGED_SIGNAL,
  pauseWorkflowId,
  RESOLVE_PAUSE_UPDATE,
  type ResolvePauseInput,
  type ResolvePauseResult,
} from '@drawdown/shared/workflows';
import type { Journey } from './journey.ts';

export const pausedForADay: Journey = {
  name: 'paused by hand, reminded after a day, resumed',
  passes: [
    'pause:before-read',
    'pause:after-read',
    'pause:before-remind',
    'pause:after-remind',
    'pause:before-resume',
    'pause:after-resume',
  ],
  async travel(world) {
    const { bench, sql } = world.stage;
    const { ledger, client } = bench;
    const agency = await world.openAgency();
    const { accountId } = agency;
    const { id: buyerId } = await agency.buyer();
    await ledger.pauses.pauseByHand({ accountId, buyerId, note: 'on holiday' }, tester);
    await sql.query(
      `update pause_episode set opened_at = opened_at - interval '25 hours' where buyer_id = $1`,
      [buyerId],
    );

    const workflow = client.workflow.getHandle(pauseWorkflowId(buyerId));
    await world.insist(() => workflow.signal(PAUSE_CHANGED_SIGNAL));
    await world.insist(async () => {
      const { pause_reminder: reminders } = await agency.mails();
      if (reminders !== 1) throw new Error(`${reminders ?? 0} reminders were written`);
    });
    const input: ResolvePauseInput = { by: 'Ada', note: 'back again' };
    await world.insist(async () => {
      if ((await agency.pausesOf(buyerId)).length === 0) return;
      await workflow.executeUpdate<ResolvePauseResult, [ResolvePauseInput]>(RESOLVE_PAUSE_UPDATE, {
        args: [input],
      });
    });
    return { accountId, buyerId };
  },
};
