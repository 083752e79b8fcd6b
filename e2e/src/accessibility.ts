import type { Page } from 'playwright-core';
import { errors } from 'playwright-core';

type AxeResults = { violations: { id: string; help: string; nodes: { html: string }[] }[] };

declare global {
  // What axe-core's script leaves in the page.
  var axe: { run: () => Promise<AxeResults> };
}

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 390 },
] as const;

/** What axe finds on the screen as it stands, in light and dark, wide and on a phone. None is right. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  const findings: string[] = [];
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    // The page hears of the new scheme a moment later; one that never does is a finding below.
    await page
      .waitForFunction(
        (wanted) => document.documentElement.dataset.mantineColorScheme === wanted,
        colorScheme,
        { timeout: 5_000 },
      )
      .catch(onlyTimeouts);
    const { violations, overflow, shown } = await page.evaluate(async () => {
      // Colours are judged once nothing moves any more.
      const ending = document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(ending.map((animation) => animation.finished));
      const root = document.documentElement;
      return {
        ...(await globalThis.axe.run()),
        overflow: root.scrollWidth - root.clientWidth,
        shown: root.dataset.mantineColorScheme,
      };
    });
    const look = `${colorScheme}, ${width} px`;
    for (const { id, help, nodes } of violations)
      findings.push(`${look}: ${id} (${help}): ${nodes.map((node) => node.html).join(' ')}`);
    if (shown !== colorScheme) findings.push(`${look}: the page shows itself ${shown ?? 'in no scheme'}`);
    if (overflow > 0) findings.push(`${look}: the page is ${overflow} px wider than the window`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  return findings;
}

function onlyTimeouts(error: unknown): void {
  if (!(error instanceof errors.TimeoutError)) throw error;
}
