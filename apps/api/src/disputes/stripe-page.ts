import type { PaymentGateway } from '@drawdown/payments';
import type { WorkflowLinks } from '../temporal/workflow-link.ts';

export type StripeLinks = WorkflowLinks & { stripeMode: PaymentGateway['mode'] };

/** Where evidence is submitted. The emulator has no dashboard. */
export function stripePage(stripeDisputeId: string, { stripeMode }: StripeLinks): string | null {
  switch (stripeMode) {
    case 'live':
      return `https://dashboard.stripe.com/disputes/${stripeDisputeId}`;
    case 'test':
      return `https://dashboard.stripe.com/test/disputes/${stripeDisputeId}`;
    case 'emulator':
      return null;
  }
}
