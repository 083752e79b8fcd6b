import type { Ledger, ProbeDelays } from '@drawdown/ledger';
import { PaymentProviderError } from '@drawdown/payments';
import type { Logger } from 'pino';

/** Stripe was not asked, or refused us before it looked at the charge: the same key may be used as if it were new. */
export type Held = { outcome: 'unknown'; paymentIntentId: null; detail: string; held: true };

export type ChargingStep = 'set_up' | 'charge';

export type ChargingBreaker = {
  /** Makes a call on the way to a charge, unless charging is stopped. `probe`: the episode that it is to find over. */
  guard<Answer extends { outcome: string }>(
    step: ChargingStep,
    probe: string | undefined,
    call: () => Promise<Answer>,
  ): Promise<Answer | Held>;
};

/** For calls to Stripe outside the running product. */
export const ALWAYS_CHARGING: ChargingBreaker = { guard: (_step, _probe, call) => call() };

export const PROBE_DELAYS: ProbeDelays = { firstMs: 30_000, longestMs: 10 * 60_000 };

type Deps = { ledger: Pick<Ledger, 'platformFlags'>; probeDelays: ProbeDelays; log: Logger };

const HELD: Held = {
  outcome: 'unknown',
  paymentIntentId: null,
  detail: 'charging is stopped for everybody, because Stripe refuses the requests of this installation',
  held: true,
};

/**
 * Stops all charging when Stripe refuses us rather than a card: a wrong key, missing permissions, an account that may
 * not charge. Such an answer says nothing about any buyer, and the next call would get the same.
 */
export function createChargingBreaker({ ledger, probeDelays, log }: Deps): ChargingBreaker {
  const { platformFlags } = ledger;
  return {
    async guard(step, probe, call) {
      if (probe === undefined && (await platformFlags.isChargingStopped())) return HELD;
      try {
        const answer = await call();
        if (probe !== undefined && answer.outcome !== 'unknown') await heard(step, probe);
        return answer;
      } catch (error) {
        if (!(error instanceof PaymentProviderError) || error.kind !== 'misconfigured') throw error;
        if (await platformFlags.stopCharging(error.message, probeDelays))
          log.error(
            { reason: error.message },
            'Stripe refuses the requests of this installation: all charging is stopped until one is accepted',
          );
        return HELD;
      }
    },
  };

  /** To set a payment up needs less than to charge a card: only a charge shows that charging is possible. */
  async function heard(step: ChargingStep, flagId: string): Promise<void> {
    switch (step) {
      case 'set_up':
        return platformFlags.returnProbe(flagId);
      case 'charge':
        if (await platformFlags.resumeCharging(flagId))
          log.info({ flagId }, 'Stripe accepts our requests again: charging goes on');
    }
  }
}
