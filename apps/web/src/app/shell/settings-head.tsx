import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

const PARTS = [
  { to: '/settings/billing', name: 'Billing' },
  { to: '/settings/webhook', name: 'Webhook' },
] as const;

/** The head that the settings pages share. */
export function SettingsHead() {
  return (
    <>
      <div className="page-head">
        <Title order={1}>Settings</Title>
      </div>
      <nav aria-label="Settings" className="settings-nav">
        {PARTS.map(({ to, name }) => (
          <Link key={to} to={to} className="settings-link">
            {name}
          </Link>
        ))}
      </nav>
    </>
  );
}
