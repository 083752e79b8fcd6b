import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './accessibility.ts';
import { confirm, fillAddCredit } from './add-credit-dialog.ts';
import { availableMinor, showsAvailable } from './balance.ts';
import { deliver } from './deliver.ts';
import { findChromium, mustRun } from './env.ts';
import type { OwnStack } from './own-stack.ts';
import { startOwnStack } from './own-stack.ts';
import type { Visitor } from './visitor.ts';
import { visit } from './visitor.ts';

const chromium = findChromium();
if (chromium === undefined && !mustRun())
  console.log('Skipped: the browser journey (no Chromium: install one or set DRAWDOWN_CHROMIUM)');

const LOGIN = { email: 'demo@drawdown.example', password: 'drawdown-demo' };
const BUYER = 'Lone Star Roofing';
const BUYER_WITH_A_DECLINING_CARD = 'Summit Debt Relief';

/** Lost by a reload, so that what a page shows later was pushed to it. */
declare global {
  var openedOnce: boolean | undefined;
}

describe.skipIf(chromium === undefined && !mustRun())('an admin', () => {
  let stack: OwnStack;
  let visitor: Visitor;

  beforeAll(async () => {
    if (chromium === undefined) throw new Error('no Chromium: install one or set DRAWDOWN_CHROMIUM');
    stack = await startOwnStack();
    visitor = await visit(chromium, stack.url);
  });
  afterAll(async () => {
    await visitor?.leave();
    await stack?.stop();
  });

  async function openBuyer(name: string): Promise<void> {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Buyers', exact: true }).first().click();
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await page.evaluate(() => {
      globalThis.openedOnce = true;
    });
  }

  const wasNotReloaded = () => visitor.page.evaluate(() => globalThis.openedOnce === true);

  it('signs in and sees the buyers', async () => {
    const { page } = visitor;
    await page.goto('/');
    await page.getByLabel('Email').fill(LOGIN.email);
    await page.getByLabel('Password', { exact: true }).fill(LOGIN.password);
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: BUYER, exact: true }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it("adds credit with the agency's card, and the balance follows without a reload", async () => {
    const { page } = visitor;
    await openBuyer(BUYER);
    expect(await accessibilityFindings(page)).toEqual([]);
    const before = await availableMinor(page);

    const dialog = await fillAddCredit(page, { amount: '250.00', payer: 'Top up wallet only' });
    expect(await dialog.textContent()).toMatch(
      /Your agency’s own card, Visa ending in \d{4} .* will be charged \$250\.00/,
    );
    expect(await accessibilityFindings(page)).toEqual([]);
    await confirm(dialog, /^Charge \$250\.00 to Visa \d{4}$/, 'Succeeded');
    expect(await accessibilityFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();

    await showsAvailable(page, before + 25_000n);
    expect(await wasNotReloaded()).toBe(true);
    const topUp = page.getByRole('row', { name: /Succeeded.*\$250\.00/ });
    const workflow = topUp.getByRole('link', { name: 'Open in Temporal UI' });
    expect(await workflow.getAttribute('href')).toMatch(/^http:\/\/localhost:\d+\/.*top-up/);
  });

  it("charges the buyer's card instead", async () => {
    const { page } = visitor;
    const before = await availableMinor(page);
    const dialog = await fillAddCredit(page, { amount: '75.50', payer: 'Top up + charge buyer' });
    expect(await dialog.textContent()).toMatch(
      /The card of Lone Star Roofing, Mastercard ending in \d{4} .* will be charged \$75\.50/,
    );
    expect(await accessibilityFindings(page)).toEqual([]);
    await confirm(dialog, /^Charge \$75\.50 to Mastercard \d{4}$/, 'Succeeded');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await showsAvailable(page, before + 7_550n);
    expect(await wasNotReloaded()).toBe(true);
  });

  it('sees a delivery take its price from the balance, live', async () => {
    const { page } = visitor;
    const before = await availableMinor(page);
    const delivery = await deliver(stack, { buyer: BUYER, leadId: 'journey-lead-1', priceMinor: 2_575 });
    expect(delivery).toMatchObject({ outcome: 'delivered', fundedBy: 'wallet' });
    await showsAvailable(page, before - 2_575n);
    await page.getByRole('cell', { name: 'journey-lead-1', exact: true }).first().waitFor();
    expect(await wasNotReloaded()).toBe(true);
  });

  it('is told in words that a card was declined and what comes next, and nothing changes', async () => {
    const { page } = visitor;
    await openBuyer(BUYER_WITH_A_DECLINING_CARD);
    const before = await availableMinor(page);
    const dialog = await fillAddCredit(page, { amount: '100', payer: 'Top up + charge buyer' });
    const said = await confirm(dialog, /^Charge \$100\.00 to Visa \d{4}$/, 'Retrying');
    expect(said).toContain('The bank declined the charge.');
    await dialog.getByText('Schedule: demo: minutes instead of days.').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page
      .getByRole('row', { name: /Retrying/ })
      .first()
      .waitFor();
    expect(await availableMinor(page)).toBe(before);
  });

  it('finds the shared wallet and its buyers', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Shared wallets', exact: true }).first().click();
    await page.getByRole('link', { name: 'Midwest pool' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Midwest pool' }).click();
    await page.getByText(/Shared by 3 buyers/).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it("sees the agency's card", async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Account cards', exact: true }).click();
    await page.getByText(/Visa/).first().waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('never makes the page complain', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
