import type { Ledger } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import type { Logger } from 'pino';
import type { EventHub } from './events/hub.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Sessions } from './session/sessions.ts';
import type { ChargeWorkflows } from './temporal/charge-workflows.ts';
import type { InvoiceWorkflows } from './temporal/invoice-workflows.ts';
import type { LeadChargeWorkflows } from './temporal/lead-charge-workflows.ts';
import type { RefundWorkflows } from './temporal/refund-workflows.ts';
import type { TopUpWorkflows } from './temporal/top-up-workflows.ts';

export type Config = {
  publicUrl: URL;
  temporalUiUrl: string;
  temporalNamespace: string;
  stripePublishableKey: string | null;
  /** Address of the Stripe emulator; null when Stripe is real. */
  stripeApiUrl: string | null;
  requestsPerMinute: number;
  /** Folder of the built web app. */
  webDist: string;
  /** Compares every answer with its schema; for tests, where a wrong answer must not go unseen. */
  checkAnswers: boolean;
};

/** Everything that routes work with. */
export type Deps = {
  config: Config;
  ledger: Ledger;
  payments: PaymentGateway;
  topUpWorkflows: TopUpWorkflows;
  chargeWorkflows: ChargeWorkflows;
  leadChargeWorkflows: LeadChargeWorkflows;
  invoiceWorkflows: InvoiceWorkflows;
  refundWorkflows: RefundWorkflows;
  sessions: Sessions;
  events: EventHub;
  metrics: Metrics;
  log: Logger;
};
