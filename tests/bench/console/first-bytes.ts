/** What a browser that was never here before loads of scripts, as they come over the wire. */
import type { Browser } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';

/** @returns bytes of the bodies of scripts, compressed as they were sent; and of everything */
export async function firstBytes(
  browser: Browser,
  at: { url: string; cookie?: string },
  path: string,
): Promise<{ script: number; all: number }> {
  const context = await openContext(browser, at);
  try {
    const { page, settled } = await openPage(context);
    const sizes: Promise<[isScript: boolean, bytes: number]>[] = [];
    page.on('requestfinished', (request) => {
      const kind = request.resourceType();
      sizes.push(
        request.sizes().then(({ responseBodySize }) => [kind === 'script', responseBodySize] as const) as never,
      );
    });
    await page.goto(path);
    await settled();
    const counted = await Promise.all(sizes);
    const sum = (of: typeof counted): number => of.reduce((bytes, [, each]) => bytes + each, 0);
    return { script: sum(counted.filter(([isScript]) => isScript)), all: sum(counted) };
  } finally {
    await context.close();
  }
}
