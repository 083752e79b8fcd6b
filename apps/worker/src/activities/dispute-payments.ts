import type { PaymentGateway } from '@drawdown/payments';
import type { SeenDispute } from '@drawdown/shared/payments';

export type DisputePaymentsActivities = ReturnType<typeof createDisputePaymentsActivities>;

/** Only asks: evidence is submitted in Stripe's dashboard. */
export function createDisputePaymentsActivities({
  payments,
}: {
  payments: Pick<PaymentGateway, 'lookUpDispute'>;
}) {
  return {
    lookUpDispute: (stripeDisputeId: string): Promise<SeenDispute> => payments.lookUpDispute(stripeDisputeId),
  };
}
