import type { Ledger, ProbeDelays } from '@drawdown/ledger';
import { ApplicationFailure } from '@temporalio/common';

export type ChargingGateActivities = ReturnType<typeof createChargingGateActivities>;

/** What a charge waits at while charging is stopped. */
export function createChargingGateActivities(deps: {
  ledger: Pick<Ledger, 'platformFlags'>;
  probeDelays: ProbeDelays;
}) {
  const { ledger, probeDelays } = deps;
  return { awaitCharging };

  /**
   * Answers once this charge may go to Stripe; fails, to be repeated, while it may not. `probe` names the episode that it
   * may try first. One who dies with that answer delays the next probe and nothing else.
   */
  async function awaitCharging(): Promise<{ probe: string | null }> {
    const turn = await ledger.platformFlags.takeTurn(probeDelays);
    switch (turn.turn) {
      case 'running':
        return { probe: null };
      case 'probe':
        return { probe: turn.flagId };
      case 'stopped':
        throw ApplicationFailure.retryable('Charging is stopped for everybody', 'ChargingStopped');
    }
  }
}
