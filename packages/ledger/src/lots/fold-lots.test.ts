import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldLots, type LotEvent } from './fold-lots.ts';

const paid = (txId: number, amountMinor: number): LotEvent => credit(txId, amountMinor, false);
const promo = (txId: number, amountMinor: number): LotEvent => credit(txId, amountMinor, true);
const draws = (amountMinor: number): LotEvent => ({ type: 'draws', amountMinor: BigInt(amountMinor) });

function credit(txId: number, amountMinor: number, promotional: boolean): LotEvent {
  return { type: 'credit', txId: BigInt(txId), promotional, amountMinor: BigInt(amountMinor) };
}

function unspent(...events: LotEvent[]) {
  return foldLots(events).map((lot) => Number(lot.unspentMinor));
}

describe('the lots of a wallet', () => {
  test('are spent oldest first', () => {
    expect(unspent(paid(1, 100), paid(2, 100), draws(130))).toEqual([0, 70]);
  });

  test('are spent promotional first, whatever their age', () => {
    expect(unspent(paid(1, 100), promo(2, 50), draws(70))).toEqual([80, 0]);
  });

  test('are never spent retroactively: a later grant makes no spent credit refundable', () => {
    expect(unspent(paid(1, 100), draws(100), promo(2, 500))).toEqual([0, 500]);
  });

  test('are taken back by a refund from the very top-up that it names', () => {
    const refund: LotEvent = { type: 'takeBack', txId: 8n, ofTxId: 2n, amountMinor: 60n };
    expect(unspent(paid(1, 100), paid(2, 100), refund, draws(50))).toEqual([50, 40]);
  });

  test('get a returned lead back where its price came from, also across lots', () => {
    const draw: LotEvent = { type: 'rememberedDraw', txId: 9n, amountMinor: 130n };
    const back: LotEvent = { type: 'giveBack', txId: 10n, ofTxId: 9n, amountMinor: 130n };
    expect(unspent(paid(1, 100), paid(2, 100), draw, back)).toEqual([100, 100]);
    expect(unspent(paid(1, 100), promo(2, 30), draw, draws(0), back, draws(20))).toEqual([100, 10]);
  });

  test('get a returned lead back in its place by age', () => {
    const draw: LotEvent = { type: 'rememberedDraw', txId: 9n, amountMinor: 100n };
    const back: LotEvent = { type: 'giveBack', txId: 10n, ofTxId: 9n, amountMinor: 40n };
    expect(unspent(paid(1, 100), paid(2, 100), draw, back, draws(50))).toEqual([0, 90]);
  });

  test('get the money of a failed refund back, each its part', () => {
    const refund: LotEvent = { type: 'takeBack', txId: 8n, ofTxId: 2n, amountMinor: 130n };
    const back: LotEvent = { type: 'giveBack', txId: 9n, ofTxId: 8n, amountMinor: 130n };
    expect(unspent(paid(1, 100), paid(2, 100), refund, back)).toEqual([100, 100]);
    expect(unspent(paid(1, 100), paid(2, 100), refund, back, draws(30))).toEqual([70, 100]);
  });

  test('get one more for what comes back to a wallet that had not paid it', () => {
    const back: LotEvent = { type: 'giveBack', txId: 9n, ofTxId: 8n, amountMinor: 25n };
    expect(unspent(paid(1, 100), draws(40), back, draws(70))).toEqual([15, 0]);
    const dispute: LotEvent = { type: 'takeBack', txId: 8n, ofTxId: 1n, amountMinor: 60n };
    const won: LotEvent = { type: 'giveBack', txId: 9n, ofTxId: 8n, amountMinor: 100n };
    expect(unspent(paid(1, 100), draws(40), dispute, won)).toEqual([60, 40]);
  });

  const step = fc.oneof(
    fc.record({
      kind: fc.constantFrom('paid' as const, 'promo' as const),
      amount: fc.integer({ min: 1, max: 500 }),
    }),
    fc.record({ kind: fc.constant('draw' as const), amount: fc.integer({ min: 1, max: 300 }) }),
  );

  /** Turns random steps into events of a wallet that is never overdrawn. */
  function eventsOf(steps: { kind: 'paid' | 'promo' | 'draw'; amount: number }[]) {
    let balance = 0;
    const events: LotEvent[] = [];
    for (const [index, { kind, amount }] of steps.entries()) {
      if (kind === 'draw') {
        const possible = Math.min(amount, balance);
        if (possible > 0) events.push(draws(possible));
        balance -= possible;
      } else {
        events.push(credit(index + 1, amount, kind === 'promo'));
        balance += amount;
      }
    }
    return { events, balance };
  }

  test('always add up to the balance, each between nothing and its amount', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { events, balance } = eventsOf(steps);
        const lots = foldLots(events);
        expect(lots.reduce((sum, lot) => sum + lot.unspentMinor, 0n)).toBe(BigInt(balance));
        for (const lot of lots)
          expect(lot.unspentMinor >= 0n && lot.unspentMinor <= lot.amountMinor).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('come out the same whether neighbouring draws are summed or not', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { events } = eventsOf(steps);
        const summed: LotEvent[] = [];
        for (const event of events) {
          const last = summed.at(-1);
          if (event.type === 'draws' && last?.type === 'draws') {
            summed[summed.length - 1] = { type: 'draws', amountMinor: last.amountMinor + event.amountMinor };
          } else summed.push(event);
        }
        expect(foldLots(summed)).toEqual(foldLots(events));
      }),
      { numRuns: 1_000 },
    );
  });
});
