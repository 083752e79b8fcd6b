import type { SessionResource } from '@drawdown/shared/http';

/** Says that no real money moves. Nothing is shown where it does. */
export function EnvironmentBadge({ stripe }: { stripe: SessionResource['environment']['stripe'] }) {
  switch (stripe) {
    case 'live':
      return null;
    case 'test':
      return (
        <span className="test-mark" title="Stripe test mode: no real money moves">
          TEST
        </span>
      );
    case 'emulator':
      return (
        <span className="test-mark" title="Stripe emulator: no real money moves">
          TEST
        </span>
      );
  }
}
