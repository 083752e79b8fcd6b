import type { Server } from 'node:http';
import type { Logger } from 'pino';

type Step = () => Promise<unknown>;
type StopOptions = { server: Server; before: Step[]; after: Step[]; log: Logger };

/**
 * Takes no new requests, lets running ones finish, then closes what they used; never takes longer than `timeoutMs`.
 * Half of the time is theirs; then their connections are cut.
 */
export async function stopWithin(
  timeoutMs: number,
  { server, before, after, log }: StopOptions,
): Promise<void> {
  const steps = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    await run(before, log);
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), timeoutMs / 2);
    await closed;
    clearTimeout(cut);
    await run(after, log);
  };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn('stopped before everything was closed');
      resolve();
    }, timeoutMs - 200);
  });
  await Promise.race([steps(), timeout]);
  clearTimeout(timer);
}

async function run(steps: Step[], log: Logger): Promise<void> {
  const results = await Promise.allSettled(steps.map((step) => step()));
  for (const result of results)
    if (result.status === 'rejected') log.warn({ err: result.reason }, 'could not close');
}
