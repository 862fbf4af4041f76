/** From a change at the controller until an open page shows it. */
import type { Browser } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { SEAT_IDS } from '../../support/console/seats.ts';
import type { Stage } from '../../support/console/stage.ts';
import { signedIn } from '../../support/people.ts';

const ROUNDS = 20;
const GIVEN_UP_MS = 20_000;

/** A cluster is given another name, over and over. @returns ms, from the answer to the change until the name is there */
export async function liveChanges(browser: Browser, stage: Stage): Promise<number[]> {
  const [cluster] = stage.places?.clusters ?? [];
  if (cluster === undefined) throw new Error('a stage without clusters');
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies.technician });
  try {
    const { page } = await openPage(context, `/cum-loa/${cluster.id}`);
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const name = `Cụm đổi tên ${round}`;
      const { status } = await stage.app.call(
        'PATCH',
        `/clusters/${cluster.id}`,
        { name },
        signedIn(SEAT_IDS.technician),
      );
      if (status >= 300) throw new Error(`the change was refused: ${status}`);
      const began = performance.now();
      await page.getByText(name).first().waitFor({ timeout: GIVEN_UP_MS });
      taken.push(performance.now() - began);
    }
    return taken;
  } finally {
    await context.close();
  }
}
