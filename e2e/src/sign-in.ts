import type { Page } from 'playwright-core';

const LOGIN = { email: 'demo@drawdown.example', password: 'drawdown-demo' };

/** Signs in as the owner of the demo account, and is then where the buyers are. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Email').fill(LOGIN.email);
  await page.getByLabel('Password', { exact: true }).fill(LOGIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Buyers', exact: true }).waitFor();
}

/** Opens a buyer's page from wherever one is. */
export async function openBuyer(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Buyers', exact: true }).first().click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
}
