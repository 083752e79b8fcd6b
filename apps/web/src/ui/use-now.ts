import { useEffect, useState } from 'react';

const EVERY_MS = 1_000;

/** The present moment, moving once a second while `ticking`. */
export function useNow(ticking = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
