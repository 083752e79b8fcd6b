import { heartbeat } from '@temporalio/activity';

const EVERY_MS = 5_000;

/**
 * Tells Temporal every few seconds that the work goes on, however long its calls take, so that a worker that died is
 * noticed soon and one that waits for Stripe is not taken for dead.
 */
export async function whileBeating<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const beating = setInterval(() => heartbeat(), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
}
