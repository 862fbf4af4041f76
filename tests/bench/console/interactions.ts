/** How long a page takes to show the answer to a hand, on a processor four times slower (Event Timing, as INP is made of). */
import type { Browser, Page } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';

const SLOWER = 4;
/** The least that Event Timing tells of; what is quicker counts as this. */
const LEAST_MS = 16;

const WATCH = `
globalThis.interactions = [];
new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) if (interactionId > 0) interactions.push(duration);
}).observe({ type: 'event', durationThreshold: ${LEAST_MS}, buffered: true });
`;

export interface Tried {
  path: string;
  /** types, clicks, scrolls as somebody would */
  act(page: Page): Promise<void>;
}

/** @returns durations in ms, input to next paint, of all interactions */
export async function interactions(
  browser: Browser,
  at: { url: string; cookie: string },
  { path, act }: Tried,
): Promise<number[]> {
  const context = await openContext(browser, at);
  try {
    const { page, settled } = await openPage(context);
    await page.addInitScript(WATCH);
    await page.goto(path);
    await settled();
    const debug = await context.newCDPSession(page);
    await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.evaluate('interactions.length = 0');
    await act(page);
    await page.waitForTimeout(1000);
    return (await page.evaluate('interactions')) as number[];
  } finally {
    await context.close();
  }
}
