import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;

/** Looks again and again until `look` answers without an error. @throws its last error when the time is up. */
export async function eventually<Seen>(look: () => Promise<Seen>, patienceMs = 60_000): Promise<Seen> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(LOOK_EVERY_MS);
  }
}
