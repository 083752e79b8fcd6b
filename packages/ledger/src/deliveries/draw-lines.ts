/** One lead on its way to the database, with what the caller waits for. */
export type Waiting<Item, Result> = {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
};

/** Those who wait for one wallet, in order. */
export type Line<Item, Result> = {
  walletKey: string;
  waiting: Waiting<Item, Result>[];
  /** Somebody else held the wallet when it was asked for. */
  heldElsewhere: boolean;
};

/** What goes with one call from one line. */
export type Share<Item, Result> = { line: Line<Item, Result>; taken: Waiting<Item, Result>[] };

type Limits<Item> = { maxBatch: number; namesOf(item: Item): readonly string[] };

/**
 * A call that wallets share holds each of them until it ends. So it carries about this many leads at most: whoever has
 * more to ask for asks alone, and nobody waits long for the leads of others.
 */
const MAX_SHARED = 32;

/** Takes the next line's share out of the queue and, while there is little in it, those of the lines behind it. */
export function takeShares<Item, Result>(
  ready: Set<Line<Item, Result>>,
  limits: Limits<Item>,
): Share<Item, Result>[] {
  const names = new Set<string>();
  const shares: Share<Item, Result>[] = [];
  let size = 0;
  for (const line of ready) {
    if (size > 0 && size + line.waiting.length > MAX_SHARED) continue;
    const taken = take(line, limits, names);
    // What this call carries already has to be decided before any of it: its turn comes with the next call.
    if (taken.length === 0) continue;
    ready.delete(line);
    shares.push({ line, taken });
    size += taken.length;
    if (size >= MAX_SHARED) break;
  }
  return shares;
}

export function takeOwnShare<Item, Result>(
  line: Line<Item, Result>,
  limits: Limits<Item>,
): Share<Item, Result> {
  return { line, taken: take(line, limits, new Set()) };
}

function take<Item, Result>(
  line: Line<Item, Result>,
  { maxBatch, namesOf }: Limits<Item>,
  names: Set<string>,
): Waiting<Item, Result>[] {
  const taken: Waiting<Item, Result>[] = [];
  const later: Waiting<Item, Result>[] = [];
  let looked = 0;
  for (const waiting of line.waiting) {
    if (taken.length === maxBatch) break;
    looked += 1;
    const own = namesOf(waiting.item);
    if (own.some((name) => names.has(name))) later.push(waiting);
    else taken.push(waiting);
    for (const name of own) names.add(name);
  }
  line.waiting.splice(0, looked, ...later);
  return taken;
}
