import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CollectionsBench,
  ONCE,
  openCollectionsBench,
  type RequestedTopUp,
} from '../testing/collections-bench.ts';
import type { FaultMode } from '../testing/emulator-control.ts';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { findTimeSkippingServer } from '../testing/time-skipping/server.ts';

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: half an hour without Stripe`);

const WALLETS = 12;

describe.skipIf(!server.found)(
  'Stripe 500/timeouts for 30 min across many wallets',
  { timeout: 120_000 },
  () => {
    let environment: TestWorkflowEnvironment;
    let bench: CollectionsBench;

    beforeAll(async () => {
      installQuietRuntime();
      const path = server.found ? server.executable : '';
      environment = await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      });
      bench = await openCollectionsBench({ temporalAddress: environment.address, namespace: 'default' });
    });

    afterAll(async () => {
      await bench?.close();
      await environment?.teardown();
    });

    it.each(['http_500', 'drop_before', 'drop_after'] as const satisfies FaultMode[])(
      'no failure counter moves, no pause, no mails, and each completes once (%s)',
      async (mode) => {
        await bench.stripe.fault({ path: '/v1/payment_intents', mode, times: 1_000_000 });
        const topUps: RequestedTopUp[] = [];
        for (let index = 0; index < WALLETS; index++)
          topUps.push(
            await bench.scenario.requestTopUp(
              await bench.scenario.buyerWithCard(`pm_card_visa~${mode}${index}`),
            ),
          );
        for (const { id } of topUps) await bench.observe.until(id, 'processing');

        await environment.sleep('30 minutes');
        for (const { id, chargeId, buyerId } of topUps) {
          expect(await bench.observe.row(id)).toMatchObject({ status: 'processing', decline: null });
          const charge = await bench.ledger.charges.get(chargeId);
          expect(charge?.attempts.filter(({ outcome }) => outcome === 'declined')).toEqual([]);
          expect((await bench.ledger.pauses.facts(buyerId ?? ''))?.open).toEqual([]);
        }
        const mails = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
        expect(mails.items.filter(({ kind }) => kind !== 'receipt').map(({ subject }) => subject)).toEqual(
          [],
        );

        await bench.stripe.clearFaults();
        await environment.sleep('20 minutes');
        for (const topUp of topUps) {
          await bench.observe.until(topUp.id, 'succeeded');
          expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
        }
        expect(await bench.ledger.checkInvariants()).toEqual([]);
      },
    );
  },
);
