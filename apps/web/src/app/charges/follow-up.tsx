import type { TopUpResource } from '@drawdown/shared/http';
import { AuthenticateLink } from '../../features/payer-links/components/authenticate-link.tsx';
import { PayerAnswer } from '../../features/test-controls/components/payer-answer.tsx';
import { useMay, useSession } from '../use-session.ts';
import { DeclinedTopUp } from './declined-top-up.tsx';

/** What can be done about a top-up whose charge is not settled: ask the payer, try again, take another card, stop. */
export function FollowUp({ topUp }: { topUp: TopUpResource }) {
  const { environment } = useSession();
  const mayTopUp = useMay('top_ups:write');
  switch (topUp.status) {
    case 'requires_action':
      return (
        <>
          {mayTopUp ? <AuthenticateLink topUpId={topUp.id} /> : null}
          {environment.stripe === 'emulator' ? <PayerAnswer topUpId={topUp.id} /> : null}
        </>
      );
    case 'retrying':
      return <DeclinedTopUp topUp={topUp} />;
    case 'pending':
    case 'processing':
    case 'succeeded':
    case 'declined':
    case 'canceled':
      return null;
  }
}
