/** What the posting function says of one lead. */
export type DrawRow = {
  status:
    | 'decided'
    | 'replayed'
    | 'key_reused'
    | 'price_conflict'
    | 'currency_mismatch'
    | 'buyer_unknown'
    | 'wallet_busy';
  deliveryId: string | null;
  outcome: 'delivered' | 'pending' | 'refused' | null;
  fundedBy: string | null;
  fundingReason: string | null;
  refusalCode: string | null;
  balanceAfterMinor: bigint | null;
  availableSeenMinor: bigint | null;
  topUpInProgress: boolean | null;
  createdAt: Date | null;
};

export const COLUMNS = `status, delivery_id, outcome, funded_by, funding_reason, refusal_code, balance_after_minor,
  available_seen_minor, top_up_in_progress, (extract(epoch from created_at) * 1000000)::bigint`;

/**
 * These as a list, which is cheaper for the driver to make than an object: one for each lead of a wallet, or one of
 * `all_delivered` for all of them. Times are in microseconds, which a Date does not know.
 */
export type Columns = [
  status: DrawRow['status'] | 'all_delivered',
  deliveryId: string | null,
  outcome: DrawRow['outcome'],
  fundedBy: string | null,
  fundingReason: string | null,
  refusalCode: string | null,
  balanceAfterMinor: bigint | null,
  availableSeenMinor: bigint | null,
  topUpInProgress: boolean | null,
  createdAtUs: bigint | null,
];

/** What was asked of a wallet: the ids that its leads get, and their prices. */
export type Asked = { deliveryIds: string[]; pricesMinor: bigint[] };

/** The rows of each wallet, in order, or `busy` where nothing was decided. */
export function readAnswers(rows: Columns[], wallets: Asked[]): (DrawRow[] | 'busy')[] {
  let next = 0;
  return wallets.map((asked) => {
    const first = rows[next];
    if (first?.[0] === 'all_delivered') {
      next += 1;
      return rowsOfAll(first, asked);
    }
    const own = rows.slice(next, next + asked.deliveryIds.length);
    next += own.length;
    return first?.[0] === 'wallet_busy' ? 'busy' : own.map(toDrawRow);
  });
}

function toDrawRow(columns: Columns): DrawRow {
  const [
    status,
    deliveryId,
    outcome,
    fundedBy,
    fundingReason,
    refusalCode,
    balanceAfterMinor,
    availableSeenMinor,
    topUpInProgress,
    createdAtUs,
  ] = columns;
  if (status === 'all_delivered') throw new Error('such a row answers for all leads of its wallet');
  return {
    status,
    deliveryId,
    outcome,
    fundedBy,
    fundingReason,
    refusalCode,
    balanceAfterMinor,
    availableSeenMinor,
    topUpInProgress,
    createdAt: createdAtUs === null ? null : dateOf(Number(createdAtUs)),
  };
}

/** The row is that of the first lead; what it means for the others is said where the posting function is made. */
function rowsOfAll(
  [, , outcome, fundedBy, , , balanceAfterMinor, availableSeenMinor, , createdAtUs]: Columns,
  { deliveryIds, pricesMinor }: Asked,
): DrawRow[] {
  if (balanceAfterMinor === null || availableSeenMinor === null || createdAtUs === null)
    throw new Error('leads that were posted together have a balance and a time');
  const firstAtUs = Number(createdAtUs);
  const held = balanceAfterMinor + (pricesMinor[0] ?? 0n) - availableSeenMinor;
  let available = availableSeenMinor;
  return deliveryIds.map((deliveryId, place) => {
    const availableSeenMinor = available;
    available -= pricesMinor[place] ?? 0n;
    return {
      status: 'decided',
      deliveryId,
      outcome,
      fundedBy,
      fundingReason: null,
      refusalCode: null,
      balanceAfterMinor: available + held,
      availableSeenMinor,
      topUpInProgress: null,
      createdAt: dateOf(firstAtUs + place),
    };
  });
}

const dateOf = (microseconds: number) => new Date(Math.floor(microseconds / 1_000));
