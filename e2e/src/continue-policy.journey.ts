import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './accessibility.ts';
import { confirm, fillAddCredit } from './add-credit-dialog.ts';
import { availableMinor, showsAvailable } from './balance.ts';
import { deliver, refusalOf } from './deliver.ts';
import { findChromium, mustRun } from './env.ts';
import { makeBuyer } from './make-buyer.ts';
import type { OwnStack } from './own-stack.ts';
import { startOwnStack } from './own-stack.ts';
import { openBuyer, signIn } from './sign-in.ts';
import type { Visitor } from './visitor.ts';
import { visit } from './visitor.ts';

const chromium = findChromium();
if (chromium === undefined && !mustRun())
  console.log('Skipped: the browser journey (no Chromium: install one or set DRAWDOWN_CHROMIUM)');

const BUYER = 'Harbor View Plumbing';

describe.skipIf(chromium === undefined && !mustRun())(
  'an admin whose buyer is trusted while a charge is retried',
  () => {
    let stack: OwnStack;
    let visitor: Visitor;

    beforeAll(async () => {
      if (chromium === undefined) throw new Error('no Chromium: install one or set DRAWDOWN_CHROMIUM');
      stack = await startOwnStack();
      visitor = await visit(chromium, stack.url);
      await makeBuyer(stack, {
        name: BUYER,
        // Saved without complaint, and without money at every charge.
        card: 'pm_card_emu_later_insufficient_funds~41',
        billing: { failurePolicy: 'continue', exposureLimit: { amount: 5_000, currency: 'USD' } },
      });
      await signIn(visitor.page);
    });
    afterAll(async () => {
      await visitor?.leave();
      await stack?.stop();
    });

    const lead = (number: number) => ({ buyer: BUYER, leadId: `journey-trust-${number}`, priceMinor: 2_000 });
    const onTrust = () =>
      visitor.page.getByRole('region', { name: 'Delivering on trust while a charge is retried' });
    const banner = () => visitor.page.getByRole('region', { name: 'This buyer receives no leads' });

    it('has a top-up declined, which pauses nobody', async () => {
      const { page } = visitor;
      await openBuyer(page, BUYER);
      expect(await availableMinor(page)).toBe(0n);
      expect(await refusalOf(stack, { ...lead(0), leadId: 'journey-trust-before' })).toBe(
        'insufficient_funds',
      );
      const dialog = await fillAddCredit(page, { amount: '100', payer: 'Top up + charge buyer' });
      await confirm(dialog, /^Charge \$100\.00 to Visa \d{4}$/, 'Retrying');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await banner().count()).toBe(0);
    });

    it('sees what is owed grow with each lead, on the open page', async () => {
      const { page } = visitor;
      expect(await deliver(stack, lead(1))).toMatchObject({ outcome: 'delivered', fundedBy: 'trust' });
      await onTrust().getByText('$20.00 of at most $50.00 is owed').waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
      expect(await deliver(stack, lead(2))).toMatchObject({ outcome: 'delivered', fundedBy: 'trust' });
      await onTrust().getByText('$40.00 of at most $50.00 is owed').waitFor();
    });

    it('sees the limit pause the buyer by itself', async () => {
      const { page } = visitor;
      expect(await refusalOf(stack, lead(3))).toBe('delivery_paused');
      await banner().waitFor();
      await banner().getByText('$40.00 of at most $50.00 is owed').waitFor();
      await banner().getByText('What ends it:').waitFor();
      expect(await onTrust().count()).toBe(0);
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('opens the pause in the Temporal UI', async () => {
      const { page } = visitor;
      const link = banner().getByRole('link', { name: 'Open in Temporal UI' });
      await link.waitFor();
      const [temporal] = await Promise.all([page.waitForEvent('popup'), link.click()]);
      await temporal
        .getByText(/pause:buy_/)
        .first()
        .waitFor();
      await temporal.getByText('Running').first().waitFor();
      await temporal.close();
    });

    it('adds a card that pays: the debt first, and delivery goes on without a reload', async () => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Add card' }).click();
      const dialog = page.getByRole('dialog', { name: `Add a card for ${BUYER}` });
      await dialog.getByLabel('Test card').selectOption('pm_card_mastercard');
      await dialog.getByRole('button', { name: 'Save card' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: /^Make default: Mastercard/ }).click();
      await showsAvailable(page, 6_000n, 20_000);
      await banner().waitFor({ state: 'detached', timeout: 20_000 });
      expect(await onTrust().count()).toBe(0);
      expect(await deliver(stack, lead(4))).toMatchObject({ outcome: 'delivered', fundedBy: 'wallet' });
      await showsAvailable(page, 4_000n);
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('never makes the page complain', () => {
      expect(visitor.complaints).toEqual([]);
    });
  },
);
