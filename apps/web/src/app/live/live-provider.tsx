import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { openChangeStream } from './change-stream.ts';
import { keysOfChange } from './keys-of-change.ts';
import type { LiveStatus } from './live-context.ts';
import { LiveContext } from './live-context.ts';
import { createRefresher } from './refresher.ts';

const EVERYTHING_ON_SCREEN = [
  ['buyers'],
  ['wallets'],
  ['top-ups'],
  ['payment-methods'],
  ['payer-links'],
  ['charges'],
  ['pauses'],
  ['emails'],
  ['webhook-deliveries'],
  ['settings'],
  ['eligibility'],
  ['deliveries'],
  ['refunds'],
  ['invoices'],
  ['receivables'],
  ['disputes'],
  ['holds'],
];
const ASK_MEANWHILE_MS = 10_000;

/** Keeps every page up to date, and knows whether it is. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  const [refresh] = useState(() => createRefresher(queryClient));

  useEffect(
    () =>
      openChangeStream({
        onOpen: () => {
          setStatus('live');
          // Whatever changed before the stream stood was not announced here.
          refresh(EVERYTHING_ON_SCREEN);
        },
        onLost: () => setStatus('reconnecting'),
        onChange: (change) => refresh(keysOfChange(change)),
      }),
    [refresh],
  );

  useEffect(() => {
    if (status !== 'reconnecting') return;
    const timer = setInterval(() => refresh(EVERYTHING_ON_SCREEN), ASK_MEANWHILE_MS);
    return () => clearInterval(timer);
  }, [status, refresh]);

  return <LiveContext value={status}>{children}</LiveContext>;
}
