import { REFUSAL_CODES } from '@drawdown/shared/codes';
import { FUNDED_BY } from '@drawdown/shared/http';
import { type Money, money } from '@drawdown/shared/money';
import pg from 'pg';
import type { Database } from '../database/connection.ts';
import { currencyOf, oneOf } from '../database/parse.ts';
import type { Eligibility } from './types.ts';

type Row = {
  currency: string | null;
  rung: string | null;
  refusal: string | null;
  available: bigint;
  usable: bigint;
  spent: bigint;
  toppingUp: boolean;
};

const ELIGIBILITY = {
  name: 'eligibility',
  text: `select currency, rung, why, refusal, available_minor as available, usable_minor as usable,
      spent_last_day_minor as spent, top_up_in_progress as "toppingUp"
    from eligibility_of($1, $2::text[], $3, $4) order by ordinal`,
};

const exactIntegers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
};

/** Asks the funding decision about one lead for each buyer, in one round trip that locks nothing. */
export async function eligibilityOf(
  { pool }: Database,
  { accountId, buyerIds, price }: { accountId: string; buyerIds: string[]; price: Money },
): Promise<Eligibility[]> {
  const { rows } = await pool.query<Row>({
    ...ELIGIBILITY,
    types: exactIntegers,
    values: [accountId, buyerIds, price.amountMinor.toString(), price.currency],
  });
  return rows.map((row) => toEligibility(row, price));
}

function toEligibility(row: Row, price: Money): Eligibility {
  if (row.currency === null) return { outcome: 'buyer_not_found' };
  const currency = currencyOf(row.currency);
  if (currency !== price.currency) return { outcome: 'currency_mismatch', expected: currency };
  const facts = {
    available: money(row.available, currency),
    required: price,
    topUpInProgress: row.toppingUp,
    runway: runwayOf(row, price),
  };
  if (row.rung !== null) return { outcome: 'eligible', fundedBy: oneOf(FUNDED_BY, row.rung), ...facts };
  return { outcome: 'ineligible', code: oneOf(REFUSAL_CODES, row.refusal ?? ''), ...facts };
}

function runwayOf({ usable, spent }: Row, price: Money): { leads: bigint; hours: number | null } {
  const left = usable > 0n ? usable : 0n;
  const tenthsOfHours = spent === 0n ? null : (left * 240n) / spent;
  return {
    leads: left / price.amountMinor,
    hours: tenthsOfHours === null ? null : Number(tenthsOfHours) / 10,
  };
}
