import type { TestControlRequest } from '@drawdown/shared/http';
import { ProblemError } from '../http/problem.ts';

const TIMEOUT_MS = 5_000;

type Command = { path: string; body: Record<string, unknown> };

/** Makes the Stripe emulator misbehave. @throws ProblemError when it does not do as it is told. */
export async function controlEmulator(stripeApiUrl: string, { path, body }: Command): Promise<void> {
  const response = await fetch(new URL(`/_emulator${path}`, stripeApiUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new ProblemError('payment_provider_unavailable', 'The Stripe emulator does not answer.', {
      cause: error,
    });
  });
  const text = await response.text();
  if (!response.ok)
    throw new ProblemError('state_conflict', `The Stripe emulator refused: ${text.slice(0, 300)}`);
}

type Action = Exclude<TestControlRequest, { action: 'authenticate' }>;

export function emulatorCommand(control: Action): Command {
  switch (control.action) {
    case 'decline_next_charge':
      return { path: '/payment-methods/next', body: { declineWith: control.declineCode, times: 1 } };
    case 'require_authentication_next':
      return { path: '/payment-methods/next', body: { declineWith: 'authentication_required', times: 1 } };
    case 'lose_next_answer':
      return { path: '/faults', body: { path: '/confirm', method: 'POST', mode: 'drop_after', times: 1 } };
  }
}
