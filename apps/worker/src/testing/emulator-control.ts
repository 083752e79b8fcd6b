export type RequestRecord = {
  method: string;
  path: string;
  idempotencyKey: string | null;
  replayed: boolean;
  status: number | null;
};

export type FaultMode =
  | 'drop_before'
  | 'drop_after'
  | 'delay'
  | 'rate_limit'
  | 'http_500'
  | 'unauthorized'
  | 'forbidden';

export type EmulatorControl = ReturnType<typeof emulatorControl>;

/** The emulator's own switches, over HTTP as anybody uses them. */
export function emulatorControl(url: string) {
  return {
    fault: (fault: { path: string; mode: FaultMode; times: number; delayMs?: number; method?: string }) =>
      post('/faults', fault),
    clearFaults: async () => {
      await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
    },
    declineNext: (declineWith: string, times = 1) => post('/payment-methods/next', { declineWith, times }),
    /** What a saved card answers from now on, or `times` times; null: it pays. */
    cardAnswers: (stripePaymentMethodId: string, declineWith: string | null, times?: number) =>
      post(`/payment-methods/${stripePaymentMethodId}`, { declineWith, ...(times && { times }) }),
    /** The bank sends new details of a saved card. */
    updateCard: (stripePaymentMethodId: string, update: { expYear?: number; last4?: string }) =>
      post(`/cards/${stripePaymentMethodId}/auto-update`, update),
    authenticate: (paymentIntentId: string, outcome: 'success' | 'failure') =>
      post(`/payment-intents/${paymentIntentId}/authenticate`, { outcome }),
    webhooks: (mode: 'deliver' | 'pause' | 'duplicate' | 'shuffle' | 'drop') => post('/webhooks', { mode }),

    /** Requests whose path contains `path`, oldest first. */
    async requests(path: string): Promise<RequestRecord[]> {
      const response = await fetch(`${url}/_emulator/requests?path=${encodeURIComponent(path)}`);
      const { data } = (await response.json()) as { data: RequestRecord[] };
      return data;
    },
  };

  async function post(path: string, body: object): Promise<void> {
    const response = await fetch(`${url}/_emulator${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  }
}
