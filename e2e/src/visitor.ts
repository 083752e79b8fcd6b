import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';

export type Visitor = {
  page: Page;
  /** What the page complained about: uncaught errors, and errors on its console. */
  complaints: string[];
  leave: () => Promise<void>;
};

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A new person in a browser of its own, who has never been here. */
export async function visit(executablePath: string, baseURL: string): Promise<Visitor> {
  const profile = await mkdtemp(join(tmpdir(), 'drawdown-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
    baseURL,
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(15_000);
  // As an init script it is there in spite of the page's content security policy, which stays in force.
  await context.addInitScript({ content: axe.source });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A status of 4xx is on the console too; what it means is what the page is tested for.
    const expected = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !expected) complaints.push(message.text());
  });
  return {
    page,
    complaints,
    leave: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
