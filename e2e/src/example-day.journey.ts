import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  deliverySchema,
  invoiceSchema,
  pageSchema,
  receivableSchema,
  statementSchema,
  topUpSchema,
  walletSchema,
} from '@drawdown/shared/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackEnvironment } from './env.ts';
import { playAftermath } from './example-day/aftermath.ts';
import { calculate } from './example-day/calculation.ts';
import { type BuyerName, CAST } from './example-day/cast.ts';
import { type Client, createClient } from './example-day/client.ts';
import { readDay } from './example-day/day.ts';
import { opening } from './example-day/opening.ts';
import { buyerOf, names, type Play, playDay } from './example-day/play.ts';
import { type StripeSide, stripeSide } from './example-day/stripe-side.ts';
import type { OwnStack } from './own-stack.ts';
import { startOwnStack } from './own-stack.ts';

const auditCommand = fileURLToPath(
  new URL('../../packages/ledger/dist/invariants/audit-command.js', import.meta.url),
);

// Every mechanism, both policies, a shared wallet with a cap, holds, returns, two refunds, a dispute won and one lost.
describe('the example day with twelve buyers who all pay in another way', () => {
  let stack: OwnStack;
  let client: Client;
  let stripe: StripeSide;
  let play: Play;
  let expected: ReturnType<typeof calculate>;

  beforeAll(async () => {
    stack = await startOwnStack();
    client = createClient(stack);
    stripe = stripeSide(stack.stripeUrl);
    expected = calculate(await readDay());
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('is replayed, and what comes after it', async () => {
    const open = opening(client, stripe);
    play = await playDay({ client, open, day: await readDay() });
    await playAftermath({ client, open, stripe }, play);
  }, 600_000);

  it('delivers and refuses as many leads as the plain calculation says', () => {
    const counted = names().map((name) => {
      const told = play.told.get(name) ?? [];
      const delivered = told.filter(({ outcome }) => outcome === 'delivered').length;
      return [name, delivered, told.filter(({ outcome }) => outcome === 'refused').length];
    });
    expect(counted).toEqual(names().map((name) => [name, expected[name].delivered, expected[name].refused]));
  });

  it('leaves each wallet and each debt as calculated, to the cent', async () => {
    for (const name of names()) {
      if (name === 'lone-star-roofing-dallas') continue;
      const { id, walletId } = buyerOf(play, name);
      const wallet = await client.get(walletSchema, `/v1/wallets/${walletId}`);
      const { owed } = await client.get(receivableSchema, `/v1/buyers/${id}/receivable`);
      expect([name, wallet.balance.amount, wallet.held.amount, owed.amount]).toEqual([
        name,
        expected[name].balanceMinor,
        0,
        expected[name].owedMinor,
      ]);
    }
  });

  it('agrees with what Stripe holds, to the cent', async () => {
    for (const name of names()) {
      if (name === 'lone-star-roofing-dallas') continue;
      expect([name, await stripe.heldFor(await paymentsOf(name))]).toEqual([
        name,
        expected[name].stripeMinor,
      ]);
    }
  });

  it('gives each buyer a statement that adds up, and the same one again', async () => {
    for (const name of names()) {
      const { id, walletId } = buyerOf(play, name);
      const to = new Date().toISOString();
      const path = `/v1/wallets/${walletId}/statement?to=${to}`;
      const statement = await client.get(statementSchema, path);
      const total = statement.lines.reduce((sum, { amount }) => sum + amount.amount, 0);
      expect(statement.opening.amount + total).toBe(statement.closing.amount);
      for (const [format, statementPath] of [
        ['csv', path],
        ['pdf', path],
        ['csv', `/v1/buyers/${id}/statement?to=${to}`],
        ['pdf', `/v1/buyers/${id}/statement?to=${to}`],
      ]) {
        const read = () => client.text(`${statementPath}&format=${format}`);
        expect(await read()).toBe(await read());
      }
    }
  }, 120_000);

  it('leaves nothing for the audit to report', async () => {
    const env = stackEnvironment({ DRAWDOWN_DATA_DIR: stack.dataDir });
    const { stdout } = await promisify(execFile)(process.execPath, [auditCommand], { env });
    expect(stdout).toMatch(/no findings|0 findings/i);
  }, 120_000);

  async function paymentsOf(name: BuyerName): Promise<Set<string>> {
    const { id, walletId } = buyerOf(play, name);
    const topUps = await client.get(pageSchema(topUpSchema), `/v1/wallets/${walletId}/top-ups`);
    const found = topUps.data.map(({ stripe: { paymentIntentId } }) => paymentIntentId);
    const { role } = CAST[name];
    if (role === 'directCharge' || role === 'fallBack') {
      for (const { deliveryId, fundedBy } of play.told.get(name) ?? []) {
        if (fundedBy !== 'card') continue;
        const delivery = await client.get(deliverySchema, `/v1/deliveries/${deliveryId}`);
        found.push(delivery.charge?.stripe.paymentIntentId ?? undefined);
      }
    }
    if (role === 'netTerms') {
      const invoices = await client.get(
        pageSchema(invoiceSchema.pick({ id: true })),
        `/v1/invoices?buyerId=${id}`,
      );
      for (const { id: invoiceId } of invoices.data) {
        const { payments } = await client.get(invoiceSchema, `/v1/invoices/${invoiceId}`);
        found.push(...payments.map(({ paymentIntentId }) => paymentIntentId ?? undefined));
      }
    }
    return new Set(found.filter((each) => each !== undefined));
  }
});
