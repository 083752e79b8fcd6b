import type { Failpoint } from '@drawdown/worker/testing';
import type { World } from './world.ts';

/**
 * How a top-up has to end: paid with the card, ended or refused without any payment, or credited for money that came
 * outside.
 */
export type Expected = 'paid' | 'ended' | 'refused' | 'paid_outside' | 'paid_or_ended';

/** On trust: owed first, and collected by a top-up that pays the debt. */
export type ExpectedLead = 'by_card' | 'refused' | 'on_trust' | 'returned';

/** Paid outside: Stripe took nothing for it, and calls it paid all the same. */
export type ExpectedInvoice = 'paid' | 'paid_outside' | 'void' | 'written_off';

/** What moved money, or should not have, and how each has to end. */
export type Traveled = {
  accountId: string;
  buyerId: string;
  topUps?: readonly { topUp: { id: string }; expected: Expected }[];
  leads?: readonly { deliveryId: string; expected: ExpectedLead }[];
  refunds?: readonly { refundId: string; expected: 'succeeded' | 'failed' }[];
  disputes?: readonly { topUpId: string; expected: 'won' | 'lost' }[];
  invoices?: readonly { invoiceId: string; expected: ExpectedInvoice; creditNotes: number }[];
};

/** One story with money in it, told from outside while workers come and go. */
export type Journey = {
  name: string;
  /** Where on its way a worker can be killed. */
  passes: readonly Failpoint[];
  travel(world: World): Promise<Traveled>;
};

/** How many things of a journey are looked at in the end. */
export function thingsOf({ topUps, leads, refunds, disputes, invoices }: Traveled): number {
  const lists: readonly (readonly unknown[] | undefined)[] = [topUps, leads, refunds, disputes, invoices];
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}
