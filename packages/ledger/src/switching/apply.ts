import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import { mergedBilling } from '../buyers/billing.ts';
import type { Records } from '../database/connection.ts';
import type { BuyerRow } from '../generated/prisma/client.ts';
import { closeWithin } from '../invoices/close.ts';
import { openWallet } from '../wallets/wallets.ts';
import { changeBetween } from './change.ts';

import { endWhatEnds } from './end-what-ends.ts';
import type { OpenFacts } from './facts.ts';
import { movable } from './movable.ts';
import { moveBalances } from './move-balance.ts';
import type { SwitchOrder, SwitchPreview } from './types.ts';

export type Applied = {
  switchId: string;
  at: Date;
  movedMinor: bigint;
  invoiceIds: string[];
  walletIds: string[];
};

type Application = {
  order: SwitchOrder;
  buyer: BuyerRow;
  facts: OpenFacts;
  preview: SwitchPreview;
  actor: Actor;
};

/** Carries out a change that its preview allows, within the transaction that holds the locks. */
export async function applySwitch(records: Records, application: Application): Promise<Applied> {
  const { order, buyer, facts, preview, actor } = application;
  const { accountId, id: buyerId } = buyer;
  const { from, to, open } = preview;
  const change = changeBetween(from, to);
  const invoiceIds = change.leavesPeriods ? await closeWithin(records, { accountId, buyerId }) : [];
  const walletId = to.walletId ?? (await openOwnWallet(records, { accountId, currency: to.currency }));
  await endWhatEnds(records, { accountId, actor, open });
  await writeBuyer(records, { order, buyer, walletId, preview });
  const switchId = newId('buyerSwitch');
  const moving = order.moveBalance === true ? movable({ from, to, facts }) : [];
  const movedMinor = await moveBalances(records, {
    accountId,
    switchId,
    from: moving,
    to: { ...to, walletId },
  });
  // A wallet whose buyers were all paused by hand was not refilled; now there is one more.
  if (change.wallet && to.mechanism === 'wallet')
    await records.$queryRaw`select check_auto_top_up(${accountId}, ${walletId})`;
  const row = await records.buyerSwitchRow.create({
    data: {
      id: switchId,
      accountId,
      buyerId,
      fromMechanism: buyer.mechanism,
      toMechanism: to.mechanism,
      fromWalletId: buyer.walletId,
      toWalletId: walletId,
      fromCurrency: buyer.currency,
      toCurrency: to.currency,
      movedMinor,
      switchedByKind: actor.kind,
      switchedById: actor.id,
      switchedByLabel: actor.label,
    },
  });
  await recordAudit(records, {
    accountId,
    actor,
    action: 'buyer.switched',
    subjectId: buyerId,
    before: auditable({
      ...from,
      open: open.map(({ kind, effect, count, amount }) => ({ kind, effect, count, amount })),
    }),
    after: auditable({ ...to, walletId, switchId, movedMinor, invoiceIds }),
  });
  const walletIds = [...new Set([buyer.walletId, walletId, ...moving.map((each) => each.walletId)])];
  return { switchId, at: row.createdAt, movedMinor, invoiceIds, walletIds };
}

function openOwnWallet(
  records: Records,
  { accountId, currency }: Pick<SwitchPreview['to'], 'currency'> & { accountId: string },
): Promise<string> {
  return openWallet(records, { accountId, owner: 'buyer', name: null, currency });
}

type Writing = { order: SwitchOrder; buyer: BuyerRow; walletId: string; preview: SwitchPreview };

async function writeBuyer(records: Records, { order, buyer, walletId, preview }: Writing): Promise<void> {
  const { from, to } = preview;
  const change = changeBetween(from, to);
  // A limit is a number in one currency: in another one it would say something that nobody meant.
  const before = change.currency
    ? {
        ...buyer,
        exposureLimitMinor: null,
        creditLimitMinor: null,
        dailyCapMinor: null,
        monthlyCapMinor: null,
      }
    : buyer;
  const after = await records.buyerRow.update({
    where: { id: buyer.id },
    data: {
      ...mergedBilling(before, order.billing ?? {}),
      mechanism: to.mechanism,
      walletId,
      currency: to.currency,
    },
  });
  // By the database's clock, as the leads before and after it are.
  if (change.mechanism)
    await records.$executeRaw`update buyer set mechanism_since = clock_timestamp() where id = ${buyer.id}`;
  if (change.currency || (after.dailyCapMinor === null && after.monthlyCapMinor === null))
    await records.buyerSpendingRow.deleteMany({ where: { buyerId: buyer.id } });
}
