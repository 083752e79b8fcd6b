/** What changes the lots of a wallet, in the order of its versions. */
export type LotEvent =
  /** A credit opens a lot. */
  | { type: 'credit'; txId: bigint; promotional: boolean; amountMinor: bigint }
  /** Draws between two other events, summed: which of them came first makes no difference to the lots. */
  | { type: 'draws'; amountMinor: bigint }
  /** A refund, correction or dispute takes from the very credit that it names, the rest like a draw. */
  | { type: 'takeBack'; ofTxId: bigint; amountMinor: bigint }
  /** A returned lead goes back to the lots that paid for it; `drawn` is the draw to undo. */
  | { type: 'giveBack'; deliveryTxId: bigint; amountMinor: bigint }
  /** A draw that is given back later, so that what it took has to be remembered. */
  | { type: 'rememberedDraw'; txId: bigint; amountMinor: bigint };

export type FoldedLot = { txId: bigint; promotional: boolean; amountMinor: bigint; unspentMinor: bigint };

type Share = { lot: FoldedLot; amountMinor: bigint };

/**
 * How much of each credit is unspent. Of what is there at the moment of a draw the promotional credit goes first, then
 * the oldest. Never retroactively: a later credit changes nothing about what an earlier draw took.
 */
export function foldLots(events: Iterable<LotEvent>): FoldedLot[] {
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

  for (const event of events) {
    switch (event.type) {
      case 'credit': {
        const { txId, amountMinor } = event;
        const lot: FoldedLot = {
          txId,
          promotional: event.promotional,
          amountMinor,
          unspentMinor: amountMinor,
        };
        lots.push(lot);
        byTx.set(txId, lot);
        (lot.promotional ? promotional : paid).push(lot);
        break;
      }
      case 'draws':
        draw(event.amountMinor);
        break;
      case 'rememberedDraw':
        remembered.set(event.txId, draw(event.amountMinor));
        break;
      case 'takeBack': {
        const lot = byTx.get(event.ofTxId);
        const taken = lot === undefined ? 0n : min(lot.unspentMinor, event.amountMinor);
        if (lot !== undefined && taken > 0n) {
          lot.unspentMinor -= taken;
          if (lot.unspentMinor === 0n) removeFrom(lot.promotional ? promotional : paid, lot);
        }
        draw(event.amountMinor - taken);
        break;
      }
      case 'giveBack': {
        let left = event.amountMinor;
        // The last lot that paid gets its part back first: a part of a lead undoes the end of its draw.
        for (const share of [...(remembered.get(event.deliveryTxId) ?? [])].reverse()) {
          const returned = min(share.amountMinor, left);
          if (returned === 0n) continue;
          share.amountMinor -= returned;
          share.lot.unspentMinor += returned;
          left -= returned;
          requeue(share.lot);
        }
        break;
      }
    }
  }
  return lots;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function removeFrom(queue: FoldedLot[], lot: FoldedLot): void {
  const place = queue.indexOf(lot);
  if (place !== -1) queue.splice(place, 1);
}
