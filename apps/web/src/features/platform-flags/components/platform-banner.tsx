import type { PlatformFlagResource } from '@drawdown/shared/http';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { platformFlagsQuery } from '../api/platform-flags.ts';
import './platform-banner.css';

const TITLES = {
  charging_stopped: 'Charging is stopped',
  outcomes_unknown: 'Stripe does not answer about charges',
} as const satisfies Record<PlatformFlagResource['kind'], string>;

/** Above every page, while something is wrong with the whole installation. */
export function PlatformBanner() {
  const { data } = useQuery(platformFlagsQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <div className="platform-banner">
      {data.data.map(({ id, kind, since, words }) => (
        <Alert
          key={id}
          role="alert"
          color="red"
          icon={<IconAlertTriangle size={18} aria-hidden="true" />}
          title={TITLES[kind]}
        >
          {words} Since <Timestamp at={since} />.
        </Alert>
      ))}
    </div>
  );
}
