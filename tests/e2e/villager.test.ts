/** A villager with a telephone: scans the code, hears, says how it sounded, reports, and reads the answer. */
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { axeFaults } from '../support/console/axe.ts';
import { openBrowser, openContext } from '../support/console/browser.ts';
import { type Look, lookName } from '../support/console/looks.ts';
import { missingWords, overflow } from '../support/console/page-checks.ts';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp, untilMade } from '../support/http-app.ts';
import { addVillage, type Village } from '../support/public-pages/village.ts';

/** Kept to be looked at. */
const PICTURES = join(import.meta.dirname, '../artefacts/villager');
const LOOKS: readonly Look[] = [
  { device: 'phone', scheme: 'light', language: 'vi' },
  { device: 'phone', scheme: 'dark', language: 'vi' },
  { device: 'phone', scheme: 'light', language: 'en' },
  { device: 'desktop', scheme: 'light', language: 'vi' },
];
const TEXT =
  'Trạm Y tế xã Ngọc Thiện thông báo tiêm vắc xin sởi, rubella cho trẻ từ 18 đến 24 tháng tuổi. Thời gian: từ 7 giờ 30 phút, thứ Ba, ngày 8 tháng 12 năm 2026. Địa điểm: Trạm Y tế xã. Khi đến tiêm, đề nghị mang theo sổ tiêm chủng.';
/** Minutes after the hour at which it is looked at: nothing of it is at the edge of a day. */
const NOON = Date.parse('2026-12-07T12:00:00+07:00');
const clock = (time: string, day = '07') => Date.parse(`2026-12-${day}T${time}:00+07:00`);

let databases: TestDatabases;
let app: HttpApp;
let village: Village;
let browser: Browser;
let url: string;
let code: string;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
  village = await addVillage(app);
  const { communeId, first, bulletin, plan, played } = village;
  const made = await app.call('POST', '/bulletins', { communeId, title: 'Lịch tiêm phòng', text: TEXT });
  const vaccine = (await untilMade(app, made.body.id)).id;
  const meeting = await bulletin('Mời họp thôn Đồng Gai', { text: 'Kính mời đại diện các hộ dự họp.' });
  await played(await plan(clock('17:00', '05'), [meeting]));
  await played(await plan(clock('05:30', '06'), [vaccine]));
  await played(await plan(clock('17:00', '06'), [meeting], [first], { class: 'urgent' }));
  await plan(clock('06:00'), [meeting], [first], { title: 'Bản tin sáng' });
  await played(await plan(clock('11:30'), [vaccine], [communeId]));
  await plan(clock('17:00'), [vaccine, meeting], [communeId], { title: 'Bản tin chiều' });
  await plan(clock('05:30', '08'), [vaccine]);
  app.setNow(NOON);
  code = (await app.call('POST', `/clusters/${village.clusterIds[0]}/public-code`)).body.code;
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`;
  if (hasChromium()) browser = await openBrowser();
  await mkdir(PICTURES, { recursive: true });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await databases.stop();
});

async function looked(page: Page, name: string, look: Look): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(PICTURES, `${name}-${lookName(look)}.png`), fullPage: true });
  const where = `${name} ${lookName(look)}`;
  expect(await axeFaults(page), where).toEqual([]);
  expect(await overflow(page), where).toEqual([]);
  expect(await missingWords(page), where).toEqual([]);
}

describe.skipIf(!hasChromium())('a villager', () => {
  it.each(LOOKS)('scans, hears, says how it sounded, reports and reads the answer: %o', async (look) => {
    const context: BrowserContext = await openContext(browser, { url }, look);
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('response', (answer) => void (answer.status() >= 400 && wrong.push(`${answer.status()} ${answer.url()}`)));
    page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())));
    const suffix = look.language === 'en' ? '?lang=en' : '';
    await page.goto(`/tru/${code}${suffix}`);
    await looked(page, 'pole', look);

    await page.click('footer a');
    expect(await page.textContent('h1')).toBe('Thôn Đồng Gai');
    expect(await page.evaluate(() => document.fonts.check('600 20px "Be Vietnam Pro"', 'Ẫ'))).toBe(true);
    await looked(page, 'hamlet', look);
    const heard = await page.evaluate(async () => {
      const sound = document.querySelector('audio') as HTMLAudioElement;
      await sound.play();
      await new Promise((resolve) => sound.addEventListener('timeupdate', () => sound.currentTime > 0.3 && resolve(0)));
      return { seconds: sound.duration, at: sound.currentTime };
    });
    expect(heard.seconds).toBeGreaterThan(5);
    await page.click('[name=face][value="4"]');
    await page.waitForLoadState();
    expect(await page.getAttribute('[value="4"]', 'aria-pressed')).toBe('true');
    await looked(page, 'faces', look);

    await page.goto(`/tru/${code}${suffix}`);
    await page.click('button.primary');
    // the browser itself asks for what is missing
    expect(page.url()).toContain('/tru/');
    await page.check('[value="too-loud"]');
    await page.fill('#told', 'Loa đầu ngõ to quá.');
    await page.click('button.primary');
    await page.waitForURL('**/phan-anh/**');
    await looked(page, 'report', look);
    const [complaint] = (await app.call('GET', '/complaints?limit=1')).body.complaints;
    expect(await page.textContent('main')).toContain(complaint.reference);
    await app.call('PUT', `/complaints/${complaint.id}/answer`, { answer: 'Đã xoay loa và giảm âm lượng.' });
    await page.goto(`/tru/${code}${suffix}`);
    expect(await page.textContent('main')).toContain('Đã xoay loa và giảm âm lượng.');
    await looked(page, 'answered', look);
    expect(wrong).toEqual([]);
    await context.close();
  });

  it('needs no script: the same with scripts switched off', async () => {
    const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`/tin/${village.first}`);
    await page.click('[name=face][value="5"]');
    await page.waitForURL('**#mat');
    await page.goto(`/tru/${code}`);
    await page.check('[value="unclear"]');
    await page.click('button.primary');
    await page.waitForURL('**/phan-anh/**');
    await context.close();
  });
});
