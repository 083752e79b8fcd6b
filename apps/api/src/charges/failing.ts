import type { FailingCharge, Ledger } from '@drawdown/ledger';
import { notFound, ProblemError } from '../http/problem.ts';

/** The failing charge. @throws ProblemError when there is none of this account, or it is not failing (any more). */
export async function requireFailing(
  ledger: Ledger,
  accountId: string,
  chargeId: string,
): Promise<FailingCharge> {
  const failing = await ledger.collections.get(accountId, chargeId);
  if (failing !== null) return failing;
  const charge = await ledger.charges.get(chargeId);
  if (charge === null || charge.accountId !== accountId) throw notFound('charge');
  const state = charge.status === 'open' ? 'nothing was declined' : `it has ended as ${charge.status}`;
  throw new ProblemError('charge_not_failing', `This charge is not failing: ${state}.`);
}
