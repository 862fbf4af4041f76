/** From a change at the controller until an open page shows it. */
import type { Browser } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import type { Stage } from '../../support/console/stage.ts';

const ROUNDS = 40;
const GIVEN_UP_MS = 20_000;

/** A device comes and goes, while the list of clusters is open. @returns ms, from the event until the row says so */
export async function liveChanges(browser: Browser, { app, url, cookies, places }: Stage): Promise<number[]> {
  // the first has an incident of its own
  const cluster = places?.clusters[1];
  if (cluster === undefined) throw new Error('a stage without clusters');
  const { id, deviceId } = cluster;
  const context = await openContext(browser, { url, cookie: cookies.technician });
  try {
    const { page } = await openPage(context, '/cum-loa');
    const row = page.locator(`a[href="/cum-loa/${id}"][data-row]`);
    const away = row.filter({ hasText: 'Mất kết nối' });
    const there = row.filter({ hasNotText: 'Mất kết nối' });
    await there.first().waitFor();
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const online = round % 2 === 1;
      await app.database.device.update({ where: { id: deviceId }, data: { online } });
      const began = performance.now();
      app.feed.emit({ type: 'presence', deviceId, state: online ? 'online' : 'offline' });
      await (online ? there : away).first().waitFor({ timeout: GIVEN_UP_MS });
      taken.push(performance.now() - began);
    }
    return taken;
  } finally {
    await context.close();
  }
}
