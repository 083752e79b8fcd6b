import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulatedStripe, stripeAt } from '../testing/emulated-stripe.ts';
import { confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';
import { startWebhookReceiver } from '../testing/webhook-receiver.ts';
import { JOURNAL_FILE } from './load.ts';

const PACKAGE_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stripe-emulator-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('an emulator that starts again', () => {
  it('still has its objects, answers, card settings, clock and order of lists', async () => {
    const before = await startEmulatedStripe({ dataDir });
    const payer = await savePayer(before.stripe);
    const intents = [await openIntent(before.stripe, payer), await openIntent(before.stripe, payer)];
    const paid = await confirmOffSession(before.stripe, String(intents[0]), { ...payer, key: 'k' });
    await before.control(`POST /payment-methods/${payer.card}`, { declineWith: 'lost_card' });
    await before.control('POST /clock', { advanceSeconds: 1000 });
    const { nowSeconds } = await before.control<{ nowSeconds: number }>('GET /clock');
    await before.close();

    const after = await startEmulatedStripe({ dataDir });
    const listed = await after.stripe.paymentIntents.list();
    expect(listed.data.map((intent) => intent.id)).toEqual(intents.toReversed());
    const replayed = await confirmOffSession(after.stripe, String(intents[0]), { ...payer, key: 'k' });
    expect(replayed.lastResponse.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(replayed.latest_charge).toBe(paid.latest_charge);
    const declined = await errorOf(confirmOffSession(after.stripe, String(intents[1]), payer));
    expect(declined.decline_code).toBe('lost_card');
    expect((await after.control<{ nowSeconds: number }>('GET /clock')).nowSeconds).toBeGreaterThanOrEqual(
      nowSeconds,
    );
    await after.close();
  });

  it('delivers the webhooks that were not acknowledged before', async () => {
    const receiver = await startWebhookReceiver();
    receiver.answerWith(503);
    const before = await startEmulatedStripe({ dataDir });
    await before.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    await before.stripe.customers.create({ name: 'Acme Solar' });
    await receiver.until((received) => received.length > 0);
    await before.close();
    const attempts = receiver.received.length;

    receiver.answerWith(200);
    const after = await startEmulatedStripe({ dataDir });
    const received = await receiver.until((all) => all.length > attempts);
    expect(received.at(-1)?.event.type).toBe('customer.created');
    await after.close();
    await receiver.close();
  });

  it('leaves out a torn last line', async () => {
    const before = await startEmulatedStripe({ dataDir });
    const customer = await before.stripe.customers.create();
    await before.close();
    await appendFile(join(dataDir, JOURNAL_FILE), '[{"table":"customers","id":"cus_torn","row":{"id":"cus');

    const after = await startEmulatedStripe({ dataDir });
    expect((await after.stripe.customers.list()).data.map((row) => row.id)).toEqual([customer.id]);
    await after.close();
    const third = await startEmulatedStripe({ dataDir });
    expect((await third.stripe.customers.list()).data).toHaveLength(1);
    await third.close();
  });

  it('refuses a journal that is damaged before its end', async () => {
    await writeFile(join(dataDir, JOURNAL_FILE), '[{"broken\n[]\n');
    await expect(startEmulatedStripe({ dataDir })).rejects.toThrow('damaged at line 1');
  });

  it('writes the journal anew with only what is present', async () => {
    const before = await startEmulatedStripe({ dataDir });
    const { id } = await before.stripe.customers.create();
    for (let update = 0; update < 20; update += 1)
      await before.stripe.customers.update(id, { name: `name ${update}` });
    await before.control('POST /reset');
    await before.close();
    const after = await startEmulatedStripe({ dataDir });
    await after.close();
    expect(await readFile(join(dataDir, JOURNAL_FILE), 'utf8')).toBe('');
  });
});

describe('the emulator as a process', () => {
  const start = async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: PACKAGE_FOLDER,
      env: { ...process.env, DRAWDOWN_STRIPE_PORT: '0', DRAWDOWN_EMULATOR_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    const exited = once(child, 'exit').then(() => Promise.reject(new Error('The emulator ended early')));
    exited.catch(() => undefined);
    const [message] = await Promise.race([once(child, 'message'), exited]);
    expect(message).toEqual({ kind: 'ready' });
    return { child, stripe: stripeAt(Number(/:(\d+)/.exec(output)?.[1])) };
  };

  it('loses nothing it has answered when it is killed, and stops cleanly on SIGTERM', async () => {
    const first = await start();
    const payer = await savePayer(first.stripe);
    const paid = await confirmOffSession(first.stripe, await openIntent(first.stripe, payer), {
      ...payer,
      key: 'k',
    });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await start();
    expect(await second.stripe.paymentIntents.retrieve(paid.id)).toMatchObject({ status: 'succeeded' });
    const replayed = await confirmOffSession(second.stripe, paid.id, { ...payer, key: 'k' });
    expect(replayed.latest_charge).toBe(paid.latest_charge);
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });
});
