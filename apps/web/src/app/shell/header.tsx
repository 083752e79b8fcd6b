import type { ApiScope } from '@drawdown/shared/codes';
import { Link } from '@tanstack/react-router';
import { useSession } from '../use-session.ts';
import { AccountMenu } from './account-menu.tsx';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { EnvironmentBadge } from './environment-badge.tsx';
import './header.css';

type PageLink = {
  to:
    | '/buyers'
    | '/wallets'
    | '/deliveries'
    | '/charges'
    | '/invoices'
    | '/account/cards'
    | '/mail'
    | '/settings'
    | '/help';
  name: string;
  /** Shown to those who may see it. */
  scope: ApiScope;
};

const PAGES: PageLink[] = [
  { to: '/buyers', name: 'Buyers', scope: 'buyers:read' },
  { to: '/wallets', name: 'Shared wallets', scope: 'wallets:read' },
  { to: '/deliveries', name: 'Leads', scope: 'deliveries:read' },
  { to: '/charges', name: 'Charges', scope: 'charges:read' },
  { to: '/invoices', name: 'Invoices', scope: 'invoices:read' },
  { to: '/account/cards', name: 'Account cards', scope: 'wallets:read' },
  { to: '/mail', name: 'Mail', scope: 'notifications:read' },
  { to: '/settings', name: 'Settings', scope: 'settings:read' },
  { to: '/help', name: 'Help', scope: 'buyers:read' },
];

export function Header() {
  const { account, environment, user } = useSession();
  return (
    <header className="app-header">
      <Link to="/buyers" className="wordmark">
        Drawdown
      </Link>
      <nav aria-label="Main" className="app-nav">
        {PAGES.filter(({ scope }) => user.scopes.includes(scope)).map(({ to, name }) => (
          <Link key={to} to={to} className="nav-link">
            {name}
          </Link>
        ))}
      </nav>
      <div className="header-end">
        <EnvironmentBadge stripe={environment.stripe} />
        <ColorSchemeSwitch />
        <AccountMenu account={account.name} user={user} />
      </div>
    </header>
  );
}
