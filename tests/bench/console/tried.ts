/** What people do on each page of the console, for as long as it takes to notice that a page is slow. */
import type { Locator, Page } from 'playwright-core';
import type { Tried } from './interactions.ts';

/** Milliseconds between two keys of somebody who types fast. */
const KEY_MS = 120;

/** Where the page has one. */
const search = (page: Page): Locator => page.getByRole('main').getByRole('searchbox').first();

async function type(into: Locator, text: string): Promise<void> {
  await into.click();
  await into.pressSequentially(text, { delay: KEY_MS });
}
const segment = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('main').locator('label').filter({ hasText: name }).first().click();
const button = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('main').getByRole('button', { name }).first().click();

const list: Tried = {
  name: 'Cụm loa',
  path: '/cum-loa',
  async act(page) {
    await type(search(page), 'nha van hoa');
    await search(page).press('Escape');
    await page.locator('[aria-pressed="false"]').first().click();
    await page.locator('[aria-pressed="true"]').first().click();
    await page.getByRole('main').locator('select').first().selectOption({ index: 2 });
    await page.getByRole('main').locator('select').first().selectOption({ index: 0 });
    await page.mouse.wheel(0, 2000);
    await page.locator('a[data-row]').nth(1).click();
    await page.getByRole('tab').nth(1).click();
  },
};

export const LONG_LIST: Tried = { ...list, name: 'Cụm loa, 5.000' };

export const TRIED: readonly Tried[] = [
  {
    name: 'Hôm nay',
    path: '/',
    async act(page) {
      for (let key = 0; key < 8; key++) await page.keyboard.press('Tab', { delay: KEY_MS });
      await page.locator('nav a[href="/lich"]').first().click();
      await page.locator('nav a[href="/"]').first().click();
      await page.locator('nav a[href="/cum-loa"]').first().click();
      await page.locator('nav a[href="/"]').first().click();
    },
  },
  {
    name: 'Soạn tin',
    path: '/soan-tin',
    async act(page) {
      await page.getByText('Gõ hoặc dán', { exact: true }).click();
      await type(page.getByLabel('Nội dung'), 'Mời bà con họp thôn lúc 19 giờ 30 tối nay.');
      await type(page.getByLabel('Tìm thôn, nhóm, cụm loa'), 'cum 1');
      const places = page.locator('#where').getByRole('checkbox');
      await places.last().click();
      await page.getByLabel('Tìm thôn, nhóm, cụm loa').press('Escape');
      for (const which of [1, 2, 3, 0]) await places.nth(which).click();
    },
  },
  {
    name: 'Bản tin',
    path: '/soan-tin/ban-tin',
    async act(page) {
      await type(search(page), 'tiem phong');
      await search(page).press('Escape');
      await page.mouse.wheel(0, 2000);
      await button(page, 'Nghe');
    },
  },
  {
    name: 'Lịch',
    path: '/lich',
    async act(page) {
      await button(page, /Sau/);
      await button(page, /Trước/);
      await segment(page, 'Tháng');
      await button(page, /Sau/);
      await button(page, /Trước/);
      await page.getByRole('main').locator('ol button').first().click();
      await page.keyboard.press('Escape');
      await segment(page, 'Tuần');
    },
  },
  {
    name: 'Độ phủ',
    path: '/do-phu',
    async act(page) {
      await segment(page, '7 ngày');
      await segment(page, '30 ngày');
      await type(search(page), 'dong gai');
      await search(page).press('Escape');
      await segment(page, '90 ngày');
    },
  },
  list,
  {
    name: 'Nhật ký',
    path: '/nhat-ky',
    async act(page) {
      await button(page, 'Tháng trước');
      await button(page, 'Tháng sau');
      await type(search(page), 'tiem phong');
      await search(page).press('Escape');
      await button(page, 'Ghi tay');
      await type(page.getByRole('dialog').getByRole('textbox').first(), 'Thử loa');
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'Khẩn cấp',
    path: '/khan-cap',
    async act(page) {
      await page.locator('label:has(input[name="what"])').first().click();
      await page.locator('label:has(input[name="where"])').nth(1).click();
      const hamlets = page.getByRole('main').getByRole('checkbox');
      for (const which of [0, 1, 2]) await hamlets.nth(which).click();
      await page.locator('label:has(input[name="what"])').last().click();
      await type(page.getByRole('main').getByRole('textbox').first(), 'Nước lên nhanh, mời bà con sơ tán.');
    },
  },
];
