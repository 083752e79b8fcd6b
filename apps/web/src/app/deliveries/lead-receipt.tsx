import type { DeliveryResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { buyerQuery } from '../../features/buyers/api/buyers.ts';
import { DeliveryReceipt } from '../../features/deliveries/components/delivery-receipt.tsx';
import { ReturnLead } from '../../features/deliveries/components/return-lead.tsx';
import { useMay } from '../use-session.ts';

type Props = { deliveryId: string | undefined; onClose: () => void };

/** A lead's receipt, with what may be done about it. */
export function LeadReceipt({ deliveryId, onClose }: Props) {
  return (
    <DeliveryReceipt
      deliveryId={deliveryId}
      onClose={onClose}
      actions={(delivery) => <LeadActions delivery={delivery} onGo={onClose} />}
    />
  );
}

function LeadActions({ delivery, onGo }: { delivery: DeliveryResource; onGo: () => void }) {
  const mayReturn = useMay('deliveries:write');
  const { data: buyer } = useQuery({ ...buyerQuery(delivery.buyerId), throwOnError: false });
  const { walletId, buyerId } = delivery;
  return (
    <>
      <p className="field-note">
        Of{' '}
        <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }} onClick={onGo}>
          {buyer?.name ?? 'the buyer'}
        </Link>
        , wallet{' '}
        <Link className="text-link" to="/wallets/$walletId" params={{ walletId }} onClick={onGo}>
          {walletId}
        </Link>
      </p>
      {mayReturn && buyer && delivery.outcome === 'delivered' ? (
        <ReturnLead delivery={delivery} buyerName={buyer.name} windowDays={buyer.billing.returnWindowDays} />
      ) : null}
    </>
  );
}
