import { newId } from '@drawdown/shared/ids';
import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { currencyOf, oneOf } from '../database/parse.ts';
import { toDelivery } from '../deliveries/read.ts';
import { certainly } from '../deliveries/repeat.ts';
import { toHold, whereHold } from './read.ts';
import type {
  CaptureHoldInput,
  CaptureHoldResult,
  Hold,
  Holds,
  PlaceHoldInput,
  PlaceHoldResult,
} from './types.ts';

type PlaceRow = { status: string; hold_id: string | null };
type CaptureRow = { status: string; delivery_id: string | null };

const CAPTURE_STATUSES = [
  'captured',
  'replayed',
  'lead_delivered',
  'not_found',
  'not_open',
  'currency_mismatch',
  'exceeds_hold',
  'key_reused',
] as const;

export function createHolds(database: Database): Holds {
  const { prisma, pool } = database;

  async function read(id: string): Promise<Hold> {
    return toHold(await prisma.holdRow.findUniqueOrThrow({ where: { id }, include: { resolution: true } }));
  }

  /** One call of a posting function, repeated until its answer is certain. */
  async function call<Row extends object>(text: string, valuesOf: () => unknown[]): Promise<Row> {
    const [row] = (await certainly(() => pool.query<Row>(text, valuesOf()))).rows;
    if (row === undefined) throw new Error('the posting function answered nothing');
    return row;
  }

  async function delivery(id: string | null) {
    return toDelivery(await prisma.deliveryRow.findUniqueOrThrow({ where: { id: id ?? '' } }));
  }

  async function hasTopUpUnderWay(walletId: string): Promise<boolean> {
    return (await prisma.topUpRow.findFirst({ where: { walletId, endedAt: null } })) !== null;
  }

  async function place(input: PlaceHoldInput): Promise<PlaceHoldResult> {
    const { accountId, buyerId, amount, leadId, lifetimeMs, idempotency } = input;
    const row = await call<PlaceRow>(
      'select status, hold_id from place_hold($1, $2, $3, $4, $5, $6, make_interval(secs => $7), $8, $9)',
      () => [
        accountId,
        newId('hold'),
        buyerId,
        leadId ?? null,
        amount.amountMinor.toString(),
        amount.currency,
        lifetimeMs / 1000,
        idempotency?.key ?? null,
        idempotency ? `\\x${idempotency.requestHash}` : null,
      ],
    );
    switch (row.status) {
      case 'buyer_unknown':
        return { outcome: 'buyer_not_found' };
      case 'key_reused':
        return { outcome: 'idempotency_key_reused' };
      case 'currency_mismatch': {
        const buyer = await prisma.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
        return { outcome: 'currency_mismatch', expected: currencyOf(buyer.currency) };
      }
      default: {
        const hold = await read(row.hold_id ?? '');
        const replayed = row.status === 'replayed';
        if (hold.refusalCode === null) return { outcome: 'placed', hold, replayed };
        const topUpInProgress = !replayed && (await hasTopUpUnderWay(hold.walletId));
        return { outcome: 'refused', hold, code: hold.refusalCode, topUpInProgress, replayed };
      }
    }
  }

  async function capture(input: CaptureHoldInput): Promise<CaptureHoldResult> {
    const { accountId, holdId, leadId, amount, labels, idempotency } = input;
    const row = await call<CaptureRow>(
      'select status, delivery_id from capture_hold($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      () => [
        accountId,
        holdId,
        newId('delivery'),
        amount?.amountMinor.toString() ?? null,
        amount?.currency ?? null,
        leadId,
        labels && Object.keys(labels).length > 0 ? JSON.stringify(labels) : null,
        idempotency?.key ?? null,
        idempotency ? `\\x${idempotency.requestHash}` : null,
      ],
    );
    switch (oneOf(CAPTURE_STATUSES, row.status)) {
      case 'captured':
        return { outcome: 'captured', delivery: await delivery(row.delivery_id), replayed: false };
      case 'replayed':
        return { outcome: 'captured', delivery: await delivery(row.delivery_id), replayed: true };
      case 'lead_delivered':
        return { outcome: 'lead_delivered', delivery: await delivery(row.delivery_id) };
      case 'not_found':
        return { outcome: 'not_found' };
      case 'not_open':
        return { outcome: 'not_open', hold: await read(holdId) };
      case 'currency_mismatch':
        return { outcome: 'currency_mismatch', expected: (await read(holdId)).amount.currency };
      case 'exceeds_hold':
        return { outcome: 'exceeds_hold', hold: await read(holdId) };
      case 'key_reused':
        return { outcome: 'idempotency_key_reused' };
    }
  }

  async function end(accountId: string, holdId: string, kind: 'released' | 'expired'): Promise<string> {
    const { status } = await call<{ status: string }>('select status from end_hold($1, $2, $3)', () => [
      accountId,
      holdId,
      kind,
    ]);
    return status;
  }

  return {
    place,
    capture,

    async release(accountId, holdId) {
      const status = await end(accountId, holdId, 'released');
      if (status === 'not_found') return { outcome: 'not_found' };
      const hold = await read(holdId);
      return status === 'not_open'
        ? { outcome: 'not_open', hold }
        : { outcome: 'released', hold, replayed: status === 'replayed' };
    },

    async get(accountId, holdId) {
      const row = await prisma.holdRow.findFirst({
        where: { id: holdId, accountId },
        include: { resolution: true },
      });
      return row && toHold(row);
    },

    async list(accountId, filter, { limit, cursor }) {
      const rows = await prisma.holdRow.findMany({
        where: { ...whereHold(accountId, filter), ...(cursor !== undefined && { id: { lt: cursor } }) },
        include: { resolution: true },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toHold), limit, ({ id }) => id);
    },

    async expireDue(limit) {
      const { rows } = await pool.query<{ id: string; account_id: string }>(
        `select h.id, h.account_id from open_hold o join hold h on h.id = o.hold_id
         where o.expires_at <= clock_timestamp() order by o.expires_at limit $1`,
        [limit],
      );
      let expired = 0;
      for (const { id, account_id } of rows) {
        // Whoever captured or released it in the meantime was first.
        if ((await end(account_id, id, 'expired')) === 'expired') expired += 1;
      }
      return expired;
    },
  };
}
