import type { Change } from '@drawdown/shared/http';
import { changeSchema } from '@drawdown/shared/http';

type Options = { onOpen: () => void; onLost: () => void; onChange: (change: Change) => void };

const REOPEN_AFTER_MS = 3_000;
const CLOSE_HIDDEN_AFTER_MS = 10_000;

/**
 * Listens to `/v1/events` until closed. The browser reconnects by itself after a broken connection, but gives up after an
 * error answer; then it is opened again here. A page that is out of sight lets go of its connection, because a browser
 * allows six per server over HTTP/1.1 and further windows would hang.
 */
export function openChangeStream({ onOpen, onLost, onChange }: Options): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource('/v1/events');
    source.addEventListener('open', onOpen);
    source.addEventListener('change', (event: MessageEvent<string>) => {
      const change = readChange(event.data);
      if (change) onChange(change);
    });
    source.addEventListener('error', () => {
      onLost();
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_AFTER_MS);
    });
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  function followVisibility() {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') {
      if (source === null || source.readyState === EventSource.CLOSED) open();
      return;
    }
    timer = setTimeout(() => {
      close();
      onLost();
    }, CLOSE_HIDDEN_AFTER_MS);
  }

  open();
  document.addEventListener('visibilitychange', followVisibility);
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    close();
  };
}

/** A change of a kind this page does not know yet is no reason to fail. */
function readChange(data: string): Change | null {
  try {
    return changeSchema.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
