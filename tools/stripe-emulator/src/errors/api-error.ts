import type { PaymentIntent, PaymentMethod, SetupIntent } from '../objects.ts';

export type ErrorBody = {
  type: 'card_error' | 'invalid_request_error' | 'idempotency_error' | 'api_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  network_decline_code?: string;
  doc_url?: string;
  charge?: string;
  payment_intent?: PaymentIntent;
  payment_method?: PaymentMethod;
  setup_intent?: SetupIntent;
};

/**
 * `validation`: refused before execution began, never stored under the idempotency key.
 * `execution`: the endpoint ran and this is its answer, stored and replayed. Only a card error keeps its effects.
 */
export type ErrorPhase = 'validation' | 'execution';

/** An answer that is an error in Stripe's shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly phase: ErrorPhase;

  constructor(status: number, phase: ErrorPhase, body: ErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.phase = phase;
    this.body = body;
  }
}
