import { type BuyerName, CAST, isBuyerName } from './cast.ts';
import type { Client } from './client.ts';
import type { DayLead } from './day.ts';
import { auctionAll, deliverAll, type Lead, type Told } from './lanes.ts';
import { billingOf, type Opened, type opening } from './opening.ts';

export type Play = {
  buyers: Map<BuyerName, Opened>;
  told: Map<BuyerName, Told[]>;
  failing: Map<BuyerName, Failing>;
};
type Failing = { topUpId: string; chargeId: string };

type Stage = { client: Client; open: ReturnType<typeof opening>; day: readonly DayLead[] };

/** Sets the stage and replays the day: each wallet's leads in order, the wallets side by side. */
export async function playDay(stage: Stage): Promise<Play> {
  const play: Play = { buyers: new Map(), told: new Map(), failing: new Map() };
  const poolId = await stage.open.poolWallet();
  for (const name of names()) play.buyers.set(name, await openBuyer(stage, play, { name, poolId }));
  const lanes = names().filter((name) => CAST[name].role !== 'pool');
  await Promise.all([poolLane(stage, play), ...lanes.map((name) => lane(stage, play, name))]);
  return play;
}

export function names(): BuyerName[] {
  return Object.keys(CAST).filter(isBuyerName);
}

export function buyerOf({ buyers }: Pick<Play, 'buyers'>, name: BuyerName): Opened {
  const opened = buyers.get(name);
  if (opened === undefined) throw new Error(`${name} is not on the stage`);
  return opened;
}

type ToOpen = { name: BuyerName; poolId: string };

async function openBuyer({ open }: Stage, play: Play, { name, poolId }: ToOpen): Promise<Opened> {
  const part = CAST[name];
  const isInPool = part.role === 'pool';
  const bare = await open.buyer(name, billingOf(name), isInPool ? { walletId: poolId } : {});
  if (isInPool || part.role === 'manual' || part.role === 'holds') {
    if (part.role === 'holds') await open.credit(bare.walletId, part.creditMinor);
    return bare;
  }
  const buyer = await open.card(bare);
  switch (part.role) {
    case 'fallBack':
    case 'pauses':
      await open.credit(buyer.walletId, part.creditMinor);
      break;
    case 'continues':
      await open.credit(buyer.walletId, part.creditMinor);
      play.failing.set(name, await open.failedTopUp(buyer, part.failedTopUpMinor));
      break;
    case 'refunded':
      for (const amountMinor of part.topUpsMinor) await open.cardCredit(buyer, amountMinor);
      break;
    case 'disputeWon':
    case 'disputeLost':
      await open.cardCredit(buyer, part.topUpMinor);
      break;
    case 'directCharge':
    case 'netTerms':
      break;
  }
  return buyer;
}

async function lane({ client, open, day }: Stage, play: Play, name: BuyerName): Promise<void> {
  const part = CAST[name];
  const buyer = buyerOf(play, name);
  const leads = leadsOf(day, [name]);
  if (part.role === 'holds') {
    play.told.set(name, await auctionAll(client, buyer.id, leads));
    return;
  }
  if (part.role !== 'pauses') {
    play.told.set(name, await deliverAll(client, () => buyer.id, leads));
    return;
  }
  const before = await deliverAll(client, () => buyer.id, leads.slice(0, part.failsAfter));
  play.failing.set(name, await open.failedTopUp(buyer, part.failedTopUpMinor));
  const after = await deliverAll(client, () => buyer.id, leads.slice(part.failsAfter));
  play.told.set(name, [...before, ...after]);
}

async function poolLane({ client, day }: Stage, play: Play): Promise<void> {
  const members = names().filter((name) => CAST[name].role === 'pool');
  const leads = leadsOf(day, members);
  const told = await deliverAll(client, (name) => buyerOf(play, name).id, leads);
  const namesOfLeads = new Map(leads.map(({ leadId, buyer }) => [leadId, buyer]));
  for (const member of members)
    play.told.set(
      member,
      told.filter(({ leadId }) => namesOfLeads.get(leadId) === member),
    );
}

function leadsOf(day: readonly DayLead[], wanted: readonly BuyerName[]): Lead[] {
  return day.flatMap((lead) =>
    isBuyerName(lead.buyer) && wanted.includes(lead.buyer) ? [{ ...lead, buyer: lead.buyer }] : [],
  );
}
