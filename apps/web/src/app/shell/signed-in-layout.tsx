import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { PlatformBanner } from '../../features/platform-flags/components/platform-banner.tsx';
import { LiveProvider } from '../live/live-provider.tsx';
import { Header } from './header.tsx';

export function SignedInLayout() {
  const main = useMainFocusOnNavigation();
  return (
    <LiveProvider>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Header />
      <PlatformBanner />
      <main id="main" ref={main} tabIndex={-1} className="page">
        <Outlet />
      </main>
    </LiveProvider>
  );
}

/** After a click on a link the next Tab starts in the new page, as it would after loading one. */
function useMainFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const pathname = useLocation({ select: (location) => location.pathname });
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
