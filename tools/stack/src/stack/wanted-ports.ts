import type { Settings } from '../env.ts';
import type { WantedPort } from '../ports/check-ports.ts';
import type { PartName } from './parts.ts';

/** The ports that the chosen parts will listen on. */
export function wantedPorts(settings: Settings, parts: ReadonlySet<PartName>): WantedPort[] {
  const { postgres, temporal, stripe } = settings;
  return [
    ...(parts.has('api') ? [{ port: settings.apiPort, use: 'Drawdown', variable: 'DRAWDOWN_PORT' }] : []),
    ...(parts.has('postgres') && postgres.kind === 'embedded'
      ? [{ port: postgres.port, use: 'Postgres', variable: 'DRAWDOWN_POSTGRES_PORT' }]
      : []),
    ...(parts.has('temporal') && temporal.kind === 'local'
      ? [
          { port: temporal.port, use: 'Temporal', variable: 'DRAWDOWN_TEMPORAL_PORT' },
          { port: temporal.uiPort, use: 'the Temporal UI', variable: 'DRAWDOWN_TEMPORAL_UI_PORT' },
        ]
      : []),
    ...(parts.has('stripe') && stripe.kind === 'emulator'
      ? [{ port: stripe.port, use: 'the Stripe emulator', variable: 'DRAWDOWN_STRIPE_PORT' }]
      : []),
  ];
}
