import type { TestControlRequest } from '@drawdown/shared/http';
import { z } from 'zod';
import { request } from '../../../http/request.ts';

/** Makes the Stripe emulator misbehave. The API refuses it when Stripe is real. */
export function applyTestControl(body: TestControlRequest) {
  return request('/v1/test-controls', { method: 'POST', body, schema: z.undefined() });
}
