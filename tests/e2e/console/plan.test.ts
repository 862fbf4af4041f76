/** An officer plans and looks back: a weekly schedule, a day left out; coverage; the log as files. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { missingWords, overflow } from '../../support/console/page-checks.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const opened = async (path: string, device: 'desktop' | 'phone' = 'desktop') => {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies.officer }, { device });
  return { context, ...(await openPage(context, path)) };
};

/** A session at 19:00 of every day but Sunday, of the first bulletin that is offered. */
async function addSchedule(page: Page, name: string, time: string): Promise<void> {
  await page.getByRole('button', { name: 'Thêm lịch' }).click();
  const form = page.getByRole('dialog', { name: 'Lịch mới' });
  await form.getByLabel('Tên lịch').fill(name);
  await form.getByLabel('Lặp lại').selectOption({ label: 'Theo thứ trong tuần' });
  await form.getByLabel('T7').check();
  await form.getByLabel('Giờ bắt đầu').fill(time);
  await form.getByRole('button', { name: 'Thêm phần' }).click();
  await page.getByRole('menuitem', { name: 'Bản tin', exact: true }).click();
  await form.getByRole('button', { name: 'Lưu' }).click();
}

describe.skipIf(!hasChromium())('Lịch phát', () => {
  it('makes a weekly schedule, leaves one day out and takes that back', async () => {
    const { context, page, settled } = await opened('/lich');
    await addSchedule(page, 'Buổi tối', '19:00');
    await page.getByText('Đã lưu “Buổi tối”').waitFor();
    // a week that is all to come
    await page.keyboard.press('ArrowRight');
    await settled();
    const evening = page.getByRole('button', { name: /19:00 Buổi tối/ });
    expect(await evening.count()).toBe(6);
    expect(await page.getByText(/ÂL$/).count()).toBe(7);

    await evening.first().click();
    await page.getByRole('button', { name: 'Bỏ lượt này' }).click();
    await page.getByRole('button', { name: /19:00 Buổi tối.*bỏ lượt này/ }).waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).first().click();
    await page.getByText('Đã hoàn tác.').waitFor();
    await context.close();
  }, 180_000);
});

describe.skipIf(!hasChromium())('Nhật ký', () => {
  it('gives the month as PDF and as XLSX', async () => {
    const { context, page } = await opened('/nhat-ky');
    for (const [name, head] of [
      ['Tải PDF', '%PDF-'],
      ['Tải XLSX', 'PK'],
    ] as const) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
      const bytes = await readFile(await file.path());
      expect(bytes.subarray(0, head.length).toString('latin1')).toBe(head);
      expect(bytes.length).toBeGreaterThan(1000);
    }
    await context.close();
  }, 120_000);
});

describe.skipIf(!hasChromium())('the pages of planning and looking back', () => {
  it.each(['desktop', 'phone'] as const)(
    'are whole on a %s',
    async (device) => {
      const onAir = stage.life?.broadcastIds.onAir;
      for (const path of [
        '/lich',
        '/lich?xem=thang',
        '/lich/danh-sach',
        '/truc-tiep',
        '/do-phu',
        `/do-phu/${onAir}`,
        '/nhat-ky',
      ]) {
        const { context, page, errors, failed } = await opened(path, device);
        expect([errors, failed, await overflow(page), await missingWords(page), await axeFaults(page)], path).toEqual([
          ...[[], [], [], [], []],
        ]);
        await context.close();
      }
    },
    240_000,
  );
});
