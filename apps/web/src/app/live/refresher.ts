import type { QueryClient, QueryKey } from '@tanstack/react-query';

const GAP_MS = 200;

/**
 * Fetches again what has changed, one round at a time: whatever changes during a round is fetched in the next. So a busy
 * wallet neither floods the API nor cancels its own refresh over and over.
 */
export function createRefresher(queryClient: QueryClient) {
  const waiting = new Map<string, QueryKey>();
  let running = false;

  async function run() {
    if (running) return;
    running = true;
    while (waiting.size > 0) {
      const round = [...waiting.values()];
      waiting.clear();
      await Promise.all(round.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    running = false;
  }

  return (keys: QueryKey[]) => {
    for (const key of keys) waiting.set(JSON.stringify(key), key);
    void run();
  };
}
