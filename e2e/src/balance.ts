import { formatMoney, money, parseMajorString } from '@drawdown/shared/money';
import type { Page } from 'playwright-core';

const balanceRegion = (page: Page) => page.getByRole('region', { name: 'Balance' });

/** What the page says is available, in cents. */
export async function availableMinor(page: Page): Promise<bigint> {
  const text = await balanceRegion(page)
    .getByText(/^\$[\d,]+\.\d\d$/)
    .first()
    .textContent();
  const amountMinor = parseMajorString((text ?? '').replaceAll(/[$,]/g, ''), 'USD');
  if (amountMinor === null) throw new Error(`${text} is no amount`);
  return amountMinor;
}

/** Resolves when the page, as it stands open, shows this much as available. */
export async function showsAvailable(page: Page, amountMinor: bigint, withinMs = 5_000): Promise<void> {
  const text = formatMoney(money(amountMinor, 'USD'));
  await balanceRegion(page).getByText(text, { exact: true }).first().waitFor({ timeout: withinMs });
}
