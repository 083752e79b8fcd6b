import { Link } from '@tanstack/react-router';
import { useSession } from '../use-session.ts';
import { AccountMenu } from './account-menu.tsx';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { EnvironmentBadge } from './environment-badge.tsx';
import './header.css';

const PAGES = [
  { to: '/buyers', name: 'Buyers' },
  { to: '/wallets', name: 'Shared wallets' },
  { to: '/account/cards', name: 'Account cards' },
] as const;

export function Header() {
  const { account, environment, user } = useSession();
  return (
    <header className="app-header">
      <Link to="/buyers" className="wordmark">
        Drawdown
      </Link>
      <nav aria-label="Main" className="app-nav">
        {PAGES.map(({ to, name }) => (
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
