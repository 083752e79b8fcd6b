import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './accessibility.ts';
import { confirm, fillAddCredit } from './add-credit-dialog.ts';
import { availableMinor, showsAvailable } from './balance.ts';
import { deliver, refusalOf } from './deliver.ts';
import { findChromium, mustRun } from './env.ts';
import type { OwnStack } from './own-stack.ts';
import { startOwnStack } from './own-stack.ts';
import { openBuyer, signIn } from './sign-in.ts';
import type { Visitor } from './visitor.ts';
import { visit } from './visitor.ts';

const chromium = findChromium();
if (chromium === undefined && !mustRun())
  console.log('Skipped: the browser journey (no Chromium: install one or set DRAWDOWN_CHROMIUM)');

/** Its card was saved without complaint and is declined at every charge. */
const BUYER = 'Summit Debt Relief';
const BUYER_WITH_A_SUSPENDED_RULE = 'Blue Ridge Legal';

describe.skipIf(chromium === undefined && !mustRun())('an admin whose top-up is declined', () => {
  let stack: OwnStack;
  let visitor: Visitor;
  let before: bigint;

  beforeAll(async () => {
    if (chromium === undefined) throw new Error('no Chromium: install one or set DRAWDOWN_CHROMIUM');
    stack = await startOwnStack();
    visitor = await visit(chromium, stack.url);
    await signIn(visitor.page);
  });
  afterAll(async () => {
    await visitor?.leave();
    await stack?.stop();
  });

  const banner = () => visitor.page.getByRole('region', { name: 'This buyer receives no leads' });

  it('is told what was declined, and that it is tried again', async () => {
    const { page } = visitor;
    await openBuyer(page, BUYER);
    before = await availableMinor(page);
    const dialog = await fillAddCredit(page, { amount: '100', payer: 'Top up + charge buyer' });
    const said = await confirm(dialog, /^Charge \$100\.00 to Visa \d{4}$/, 'Retrying');
    expect(said).toContain('The bank declined the charge.');
    await dialog.getByText('Schedule: demo: minutes instead of days.').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('sees delivery stop at once, with the reason and what ends it', async () => {
    const { page } = visitor;
    await banner().waitFor();
    await banner().getByText('What ends it:').waitFor();
    const lead = { buyer: BUYER, leadId: 'journey-paused-1', priceMinor: 2_000 };
    expect(await refusalOf(stack, lead)).toBe('delivery_paused');
    expect(await availableMinor(page)).toBe(before);
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('finds the charge among those that are retried', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Charges', exact: true }).first().click();
    const incident = page.getByRole('article', { name: new RegExp(`of ${BUYER}: \\$100\\.00 not paid`) });
    await incident.waitFor();
    expect(await incident.textContent()).toContain('Tried once');
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('adds another card, which pays at once, and delivery goes on without a reload', async () => {
    const { page } = visitor;
    await openBuyer(page, BUYER);
    await banner().waitFor();
    await page.getByRole('button', { name: 'Add card' }).click();
    const dialog = page.getByRole('dialog', { name: `Add a card for ${BUYER}` });
    await dialog.getByLabel('Test card').selectOption('pm_card_mastercard');
    await dialog.getByRole('button', { name: 'Save card' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Make default: Mastercard/ }).click();
    await showsAvailable(page, before + 10_000n, 20_000);
    await banner().waitFor({ state: 'detached', timeout: 20_000 });
    const lead = { buyer: BUYER, leadId: 'journey-resumed-1', priceMinor: 2_000 };
    expect(await deliver(stack, lead)).toMatchObject({ outcome: 'delivered', fundedBy: 'wallet' });
    await showsAvailable(page, before + 8_000n);
  });

  it('finds the mail about it', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Mail', exact: true }).first().click();
    const mail = page.getByRole('table', { name: 'Mail' });
    await mail
      .getByRole('row', { name: new RegExp(`declined.*${BUYER}|${BUYER}.*declined`, 'i') })
      .first()
      .waitFor({ timeout: 20_000 });
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('never sees a rule as on that charges nothing', async () => {
    const { page } = visitor;
    await openBuyer(page, BUYER_WITH_A_SUSPENDED_RULE);
    await page.getByText('Suspended', { exact: true }).first().waitFor();
    expect(await page.getByText('On', { exact: true }).count()).toBe(0);
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('never makes the page complain', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
