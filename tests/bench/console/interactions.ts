/** How long a page takes to show the answer to a hand, on a processor four times slower (Event Timing, as INP is made of). */
import type { Browser, Page } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';

const SLOWER = 4;
/** The least that Event Timing tells of; what is quicker counts as this. */
const LEAST_MS = 16;
/** INP leaves out the worst of so many. */
const ONE_OF = 50;

const WATCH = `
globalThis.interactions = new Map();
new PerformanceObserver((list) => {
  for (const { interactionId, duration, name, target, startTime, processingStart, processingEnd } of list.getEntries()) {
    if (interactionId === 0 || (interactions.get(interactionId)?.duration ?? 0) >= duration) continue;
    const [waited, worked] = [processingStart - startTime, processingEnd - processingStart].map(Math.round);
    const what = name + ' ' + (target?.localName ?? '') + ' “' + (target?.ariaLabel ?? target?.textContent ?? '').slice(0, 30) + '”';
    interactions.set(interactionId, { duration, what: what + ', ' + waited + ' waited, ' + worked + ' worked' });
  }
}).observe({ type: 'event', durationThreshold: ${LEAST_MS}, buffered: true });
`;

export interface Tried {
  /** as its page is called */
  name: string;
  path: string;
  /** types, clicks, scrolls as somebody would */
  act(page: Page): Promise<void>;
}

export interface Interactions {
  /** input to next paint, ms, as INP counts: the worst, of many without the worst of each fifty */
  inp: number;
  count: number;
  /** slowest first */
  slowest: { duration: number; what: string }[];
}

export async function interactions(
  browser: Browser,
  at: { url: string; cookie: string },
  { path, act }: Tried,
): Promise<Interactions> {
  const context = await openContext(browser, at);
  try {
    const { page, settled } = await openPage(context);
    await page.addInitScript(WATCH);
    await page.goto(path);
    await settled();
    const debug = await context.newCDPSession(page);
    await debug.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.evaluate('interactions.clear()');
    const before = await countOf(page);
    await act(page);
    await settled();
    const count = (await countOf(page)) - before;
    if (count === 0) throw new Error(`${path}: nothing was done there`);
    const told = (await page.evaluate('[...interactions.values()]')) as Interactions['slowest'];
    const slowest = told.sort((a, b) => b.duration - a.duration);
    return { inp: slowest[Math.floor(count / ONE_OF)]?.duration ?? LEAST_MS, count, slowest };
  } finally {
    await context.close();
  }
}

const countOf = (page: Page): Promise<number> => page.evaluate('performance.interactionCount');
