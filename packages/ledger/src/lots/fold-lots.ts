/** What changes the lots of a wallet, in the order of its versions. */
export type LotEvent =
  /** A credit opens a lot. */
  | { type: 'credit'; txId: bigint; promotional: boolean; amountMinor: bigint }
  /** Draws between two other events, summed: which of them came first makes no difference to the lots. */
  | { type: 'draws'; amountMinor: bigint }
  /** A refund, correction or dispute takes from the very credit that it names, the rest like a draw. */
  | { type: 'takeBack'; txId: bigint; ofTxId: bigint; amountMinor: bigint }
  /**
   * A returned lead, a failed refund or a dispute that was won goes back to the lots that had given it. What came from
   * nowhere in this wallet (a debt paid by card, a sum that the wallet had not had) opens a lot of its own.
   */
  | { type: 'giveBack'; txId: bigint; ofTxId: bigint; amountMinor: bigint }
  /** A draw that is given back later, so that what it took has to be remembered. */
  | { type: 'rememberedDraw'; txId: bigint; amountMinor: bigint };

export type FoldedLot = { txId: bigint; promotional: boolean; amountMinor: bigint; unspentMinor: bigint };

export type Share = { lot: FoldedLot; amountMinor: bigint };

export type LotFold = {
  lots: readonly FoldedLot[];
  /** Answers what the event took, from which lots. */
  apply(event: LotEvent): readonly Share[];
};

/** How much of each credit is unspent after all of these. */
export function foldLots(events: Iterable<LotEvent>): readonly FoldedLot[] {
  const fold = openLots();
  for (const event of events) fold.apply(event);
  return fold.lots;
}

/**
 * How much of each credit is unspent, event by event. Of what is there at the moment of a draw the promotional credit goes
 * first, then the oldest. Never retroactively: a later credit changes nothing about what an earlier draw took.
 */
export function openLots(): LotFold {
  const lots: FoldedLot[] = [];
  const byTx = new Map<bigint, FoldedLot>();
  const remembered = new Map<bigint, Share[]>();
  // Lots with something left, in the order in which draws take from them.
  const promotional: FoldedLot[] = [];
  const paid: FoldedLot[] = [];

  function draw(amountMinor: bigint): Share[] {
    const shares: Share[] = [];
    let left = amountMinor;
    for (const queue of [promotional, paid]) {
      while (left > 0n && queue[0] !== undefined) {
        const lot = queue[0];
        const taken = min(lot.unspentMinor, left);
        lot.unspentMinor -= taken;
        left -= taken;
        if (taken > 0n) shares.push({ lot, amountMinor: taken });
        if (lot.unspentMinor === 0n) queue.shift();
      }
    }
    return shares;
  }

  /** Puts a lot that has something again back to its place by age. */
  function requeue(lot: FoldedLot): void {
    const queue = lot.promotional ? promotional : paid;
    if (queue.includes(lot)) return;
    const place = queue.findIndex((other) => lots.indexOf(other) > lots.indexOf(lot));
    queue.splice(place === -1 ? queue.length : place, 0, lot);
  }

  function open(txId: bigint, amountMinor: bigint, isPromotional: boolean): void {
    const lot: FoldedLot = { txId, promotional: isPromotional, amountMinor, unspentMinor: amountMinor };
    lots.push(lot);
    byTx.set(txId, lot);
    (isPromotional ? promotional : paid).push(lot);
  }

  function apply(event: LotEvent): readonly Share[] {
    switch (event.type) {
      case 'credit':
        open(event.txId, event.amountMinor, event.promotional);
        return [];
      case 'draws':
        return draw(event.amountMinor);
      case 'rememberedDraw': {
        const shares = draw(event.amountMinor);
        remembered.set(event.txId, shares);
        return shares;
      }
      case 'takeBack': {
        const lot = byTx.get(event.ofTxId);
        const taken = lot === undefined ? 0n : min(lot.unspentMinor, event.amountMinor);
        if (lot !== undefined && taken > 0n) {
          lot.unspentMinor -= taken;
          if (lot.unspentMinor === 0n) removeFrom(lot.promotional ? promotional : paid, lot);
        }
        const rest = draw(event.amountMinor - taken);
        // Last in the list is first to get its part back: the credit that was named.
        const named = lot !== undefined && taken > 0n ? [{ lot, amountMinor: taken }] : [];
        const shares = [...rest, ...named];
        remembered.set(event.txId, shares);
        return shares;
      }
      case 'giveBack': {
        let left = event.amountMinor;
        // The last lot that paid gets its part back first: a part of a lead undoes the end of its draw.
        for (const share of [...(remembered.get(event.ofTxId) ?? [])].reverse()) {
          const returned = min(share.amountMinor, left);
          if (returned === 0n) continue;
          share.amountMinor -= returned;
          share.lot.unspentMinor += returned;
          left -= returned;
          requeue(share.lot);
        }
        // Refundable to nobody, so it goes first, and what was paid for stays refundable longest.
        if (left > 0n) open(event.txId, left, true);
        return [];
      }
    }
  }

  return { lots, apply };
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function removeFrom(queue: FoldedLot[], lot: FoldedLot): void {
  const place = queue.indexOf(lot);
  if (place !== -1) queue.splice(place, 1);
}
