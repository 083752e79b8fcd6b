import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Scrolls to what the address names, once it is on the page: a part that was still being fetched is not there before. */
export function useHashInView(ready: boolean): void {
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    if (ready && hash !== '') document.getElementById(hash)?.scrollIntoView();
  }, [ready, hash]);
}
