import type { TopUpResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { failingChargesQuery } from '../../features/charges/api/charges.ts';
import { cardOwner } from '../../features/charges/card-owner.ts';
import { ChargeActions } from '../../features/charges/components/charge-actions.tsx';
import { NextAttempt } from '../../features/charges/components/next-attempt.tsx';
import { PayWithAnotherCard } from '../../features/payment-methods/components/pay-with-another-card.tsx';
import { useMay, useSession } from '../use-session.ts';

/** A declined charge that is being retried: when it is tried next, and what a person may do meanwhile. */
export function DeclinedTopUp({ topUp }: { topUp: TopUpResource }) {
  const { account } = useSession();
  const mayRead = useMay('charges:read');
  const mayAct = useMay('charges:write');
  const mayChangeCards = useMay('payment_methods:write');
  const { data: page } = useQuery({
    ...failingChargesQuery({ walletId: topUp.walletId }),
    enabled: mayRead,
    throwOnError: false,
  });
  const charge = page?.data.find(({ topUpId }) => topUpId === topUp.id);
  if (!charge) return null;
  const owner =
    topUp.payer === 'buyer' && topUp.buyerId
      ? ({ kind: 'buyer', buyerId: topUp.buyerId } as const)
      : ({ kind: 'account' } as const);
  return (
    <section className="stacked-form" aria-label="What happens next">
      <NextAttempt charge={charge} />
      {mayAct ? <ChargeActions charge={charge} cardOwner={cardOwner(charge, account.name)} /> : null}
      {mayChangeCards ? (
        <PayWithAnotherCard owner={owner} declined={charge.card} amount={charge.amount} />
      ) : null}
    </section>
  );
}
