import type { OpenItemKind, SwitchEffect } from '@drawdown/shared/http';
import { moneyOf } from '../database/parse.ts';
import type { Counted } from './card-facts.ts';
import { type Change, changeBetween } from './change.ts';
import type { OpenFacts } from './facts.ts';
import { movable } from './movable.ts';
import type { OpenItem, Place } from './types.ts';

type Drawn = { from: Place; to: Place; facts: OpenFacts; moveBalance: boolean };

/**
 * What is open and what the change does with each, from facts alone. Whatever is begun is finished where it was begun; it
 * must end first only where finishing it there would strand money, or charge a card for a wallet that nobody draws on.
 */
export function openItems({ from, to, facts, moveBalance }: Drawn): OpenItem[] {
  const change = changeBetween(from, to);
  const { currency } = from;
  const item = (kind: OpenItemKind, effect: SwitchEffect, { count, amountMinor, subjects }: Counted) =>
    count === 0
      ? []
      : [
          {
            kind,
            effect,
            count,
            amount: amountMinor === 0n ? null : moneyOf(amountMinor, currency),
            subjects,
          },
        ];
  const when = (blocks: boolean): SwitchEffect => (blocks ? 'must_end_first' : 'stays');
  const elsewhere = change.wallet || change.currency;
  return [
    ...balances({ from, to, facts, moveBalance }, change),
    ...item('holds', when(change.currency), facts.holds),
    ...item('pending_leads', when(elsewhere), facts.pendingLeads),
    ...item('top_ups', 'stays', facts.topUps),
    // They collect what the buyer owes into the wallet that it draws on: moved away, the money would not meet the debt.
    ...item('top_ups', when(elsewhere), facts.openDebts),
    ...item('failing_charges', when(change.leavesOwnWallet), facts.failing),
    ...item('failing_charges', when(elsewhere), facts.failingDebts),
    ...ruleItem(change, facts),
    ...item('payer_links', change.leavesOwnWallet && change.wallet ? 'ends' : 'stays', facts.payLinks),
    ...owedItems(item, change, facts),
    ...item('disputes', 'stays', facts.disputes),
    ...item('refunds', 'stays', facts.refunds),
    ...(change.currency
      ? item('returns', 'must_end_first', facts.returnsOnAccount)
      : item('returns', 'stays', facts.returns)),
    ...item('pauses', 'stays', facts.pauses),
    ...(change.currency ? item('limits', 'ends', sum(facts.limits, 0n)) : []),
  ];
}

function balances({ from, to, facts, moveBalance }: Drawn, change: Change): OpenItem[] {
  const moved = new Set(moveBalance ? movable({ from, to, facts }).map(({ walletId }) => walletId) : []);
  const { wallet, left } = facts;
  const purses = [
    ...(change.leavesWallet && wallet.balanceMinor > 0n ? [{ ...wallet, kind: 'balance' as const }] : []),
    ...left
      .filter(({ walletId }) => walletId !== to.walletId)
      .map((purse) => ({ ...purse, kind: 'left_behind' as const })),
  ];
  return purses.map(({ kind, walletId, balanceMinor, currency }) => ({
    kind,
    effect: moved.has(walletId) ? 'moves' : 'stays',
    count: 1,
    amount: moneyOf(balanceMinor, currency),
    subjects: [walletId],
  }));
}

function ruleItem(change: Change, { rule, wallet }: OpenFacts): OpenItem[] {
  if (!rule.enabled) return [];
  const effect: SwitchEffect | null = change.leavesOwnWallet
    ? 'ends'
    : // The others of a shared wallet would go on drawing what this buyer's card refills.
      change.leavesWallet && rule.paidByBuyer
      ? 'must_end_first'
      : null;
  return effect === null
    ? []
    : [{ kind: 'auto_top_up', effect, count: 1, amount: null, subjects: [wallet.walletId] }];
}

type MakeItem = (kind: OpenItemKind, effect: SwitchEffect, counted: Counted) => OpenItem[];

function owedItems(item: MakeItem, change: Change, { owed }: OpenFacts): OpenItem[] {
  // Another currency is another book: what is owed in this one would never be asked for again.
  const stays: SwitchEffect = change.currency ? 'must_end_first' : 'stays';
  const unbilled: SwitchEffect = change.leavesPeriods && !change.currency ? 'ends' : stays;
  return [
    ...item('trust', stays, sum(owed.trustMinor > 0n ? 1 : 0, owed.trustMinor)),
    ...item('unbilled', unbilled, sum(owed.unbilledMinor === 0n ? 0 : 1, owed.unbilledMinor)),
    ...item('invoices', stays, owed.invoices),
  ];
}

function sum(count: number, amountMinor: bigint): Counted {
  return { count, amountMinor, subjects: [] };
}
