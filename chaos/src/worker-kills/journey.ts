import type { Failpoint } from '@drawdown/worker/testing';
import type { Requested } from '../stage/agency.ts';
import type { World } from './world.ts';

/** How a top-up has to end: paid with the card, ended without any payment, or credited for money that came outside. */
export type Expected = 'paid' | 'ended' | 'paid_outside' | 'paid_or_ended';

export type Traveled = {
  accountId: string;
  buyerId: string;
  topUps: readonly { topUp: Requested; expected: Expected }[];
};

/** One story with money in it, told from outside while workers come and go. */
export type Journey = {
  name: string;
  /** Where on its way a worker can be killed. */
  passes: readonly Failpoint[];
  travel(world: World): Promise<Traveled>;
};
