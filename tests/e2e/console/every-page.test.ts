/**
 * Every page of the console in two looks, in all three in the soak: nothing is wrong with it that a machine can see; its
 * picture is kept. Rules that ask the same of every look are asked in the first, of all in the soak.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults, OF_THE_LOOK } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { type ConsolePage, pagesOf } from '../../support/console/console-pages.ts';
import { LOOKS, lookName } from '../../support/console/looks.ts';
import { type OpenedPage, openPage } from '../../support/console/opened-page.ts';
import { missingWords, overflow } from '../../support/console/page-checks.ts';
import { SEAT_IDS } from '../../support/console/seats.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { signedIn } from '../../support/people.ts';

const IS_SOAK = process.env.LOA_TEST_SUITE === 'soak';
const TRIED = IS_SOAK ? LOOKS : LOOKS.slice(0, 2);
const PICTURES = new URL('../../artefacts/console/', import.meta.url).pathname;
const STARTS_WITHIN_MS = 240_000;
/** Some forty pages, each looked at by some fifty rules. */
const LOOKED_AT_WITHIN_MS = 480_000;
/** A chunk is asked for, and what it shows, by then. */
const BEGINS_WITHIN_MS = 300;

let stage: Stage;
let browser: Browser;
let pages: ConsolePage[];

beforeAll(async () => {
  if (!hasChromium()) return;
  await mkdir(PICTURES, { recursive: true });
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  const [hamletId = ''] = stage.places?.hamletIds ?? [];
  const drill = { template: { id: 'stay-inside' }, targets: { areaIds: [hamletId] }, drill: true };
  const sent = await stage.app.call('POST', '/emergencies', drill, signedIn(SEAT_IDS.approver));
  expect(sent.status, JSON.stringify(sent.body)).toBeLessThan(300);
  const words = {
    ...{ title: 'Họp chi hội', kind: 'notice', headline: 'Mời họp: {nội dung họp}' },
    sentences: ['Mời hội viên dự họp về {nội dung họp}.'],
    fields: [{ name: 'nội dung họp', type: 'text', required: true, example: 'thu hoạch vụ mùa' }],
  };
  const own = { communeId: stage.places?.communeId, ...words };
  const template = await stage.app.call('POST', '/templates', own, signedIn(SEAT_IDS.officer));
  const { onAir } = stage.life?.broadcastIds ?? { onAir: '' };
  const [incident] = (await stage.app.call('GET', '/incidents', undefined, signedIn(SEAT_IDS.technician))).body
    .incidents;
  pages = pagesOf(stage, {
    '/khan-cap/:id': sent.body.emergency.id,
    '/soan-tin/mau/:id': template.body.id,
    '/do-phu/:id': onAir,
    '/su-co/:id': incident.id,
    '/bat-dau/:step': ['dai', 'gio', 'thon', 'cum', 'nguoi', 'thiet-bi', 'thu-tieng', 'phat-thu'],
    '/cai-dat/:section': [
      ...['hien', 'tai-khoan', 'dai', 'gio', 'thon', 'cum', 'ban-do'],
      ...['nhom', 'tam-nghi', 'the', 'bao-su-co', 'nguoi', 'he-thong'],
    ],
    '/huong-dan/:role': ['officer', 'technician'],
  });
}, STARTS_WITHIN_MS);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

describe.skipIf(!hasChromium())('every page of the console', () => {
  it.each(TRIED.map((look) => [lookName(look), look] as const))(
    'is read, reached and in order on %s',
    async (name, look) => {
      expect(pages.length).toBeGreaterThan(10);
      const wrong: string[] = [];
      for (const who of new Set(pages.map((page) => page.who))) {
        const context = await openContext(browser, { url: stage.url, cookie: stage.cookies[who] }, look);
        const opened = await openPage(context, '/');
        for (const { path, pattern } of pages.filter((page) => page.who === who)) {
          const rules = look === LOOKS[0] || IS_SOAK ? undefined : OF_THE_LOOK;
          const faults = await faultsOf(opened, path, `${pictureOf(pattern, path)}-${name}`, rules);
          wrong.push(...faults.map((fault) => `${path}: ${fault}`));
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
    LOOKED_AT_WITHIN_MS,
  );
});

/** Of what stands in a hole only words are told: ids are others in each run. */
const pictureOf = (pattern: string, path: string): string =>
  (/[0-9]/.test(path) ? pattern : path).replace(/[^a-z0-9-]+/gi, '_');

/** Goes there as a link of the console does, without loading all of it anew. */
async function faultsOf(
  opened: OpenedPage,
  path: string,
  picture: string,
  rules?: readonly string[],
): Promise<string[]> {
  const { page, errors, failed, settled } = opened;
  try {
    await page.evaluate((to) => history.pushState(null, '', to), path);
    // what is quiet at once is still the page before
    await page.waitForTimeout(BEGINS_WITHIN_MS);
    await settled();
    await page.screenshot({ path: join(PICTURES, `${picture}.png`) });
    const headings = await page.locator('h1').count();
    return [
      ...(headings === 1 ? [] : [`${headings} headings of the first order`]),
      ...errors.splice(0),
      ...failed.splice(0),
      ...(await overflow(page)).map((each) => `too wide: ${each}`),
      ...(await missingWords(page)).map((each) => `no words: ${each}`),
      ...(await axeFaults(page, undefined, rules)),
    ];
  } catch (error) {
    return [`never shown: ${String(error)}`];
  }
}
