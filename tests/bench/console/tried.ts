/** What people do on each page of the console, for as long as it takes to notice that a page is slow. */
import type { Locator, Page } from 'playwright-core';
import type { Tried } from './interactions.ts';

/** Milliseconds between two keys of somebody who types fast. */
const KEY_MS = 120;

/**
 * Where it stands, without what the driver asks the page at each press to prove that it would be hit: at a quarter of the
 * speed these questions take half of what a press may wait, and no hand asks them.
 */
async function press(place: Locator): Promise<void> {
  await place.waitFor();
  await place.click({ force: true });
}

/** Where the page has one. */
const search = (page: Page): Locator => page.getByRole('main').getByRole('searchbox').first();

async function type(into: Locator, text: string): Promise<void> {
  await press(into);
  await into.pressSequentially(text, { delay: KEY_MS });
}
const segment = (page: Page, name: string | RegExp): Promise<void> =>
  press(page.getByRole('main').locator('label').filter({ hasText: name }).first());
const button = (page: Page, name: string | RegExp): Promise<void> =>
  press(page.getByRole('main').getByRole('button', { name }).first());

const list: Tried = {
  name: 'Cụm loa',
  path: '/cum-loa',
  async act(page) {
    await type(search(page), 'nha van hoa');
    await search(page).press('Escape');
    await press(page.locator('[aria-pressed="false"]').first());
    await press(page.locator('[aria-pressed="true"]').first());
    await page.getByRole('main').locator('select').first().selectOption({ index: 2 });
    await page.getByRole('main').locator('select').first().selectOption({ index: 0 });
    await page.mouse.wheel(0, 2000);
    await press(page.locator('a[data-row]').nth(1));
    await press(page.getByRole('tab').nth(1));
  },
};

export const LONG_LIST: Tried = { ...list, name: 'Cụm loa, 5.000' };

export const TRIED: readonly Tried[] = [
  {
    name: 'Hôm nay',
    path: '/',
    async act(page) {
      for (let key = 0; key < 8; key++) await page.keyboard.press('Tab', { delay: KEY_MS });
      await press(page.locator('nav a[href="/lich"]').first());
      await press(page.locator('nav a[href="/"]').first());
      await press(page.locator('nav a[href="/cum-loa"]').first());
      await press(page.locator('nav a[href="/"]').first());
    },
  },
  {
    name: 'Soạn tin',
    path: '/soan-tin',
    async act(page) {
      await press(page.getByText('Gõ hoặc dán', { exact: true }));
      await type(page.getByLabel('Nội dung'), 'Mời bà con họp thôn lúc 19 giờ 30 tối nay.');
      await type(page.getByLabel('Tìm thôn, nhóm, cụm loa'), 'cum 1');
      const places = page.locator('#where').getByRole('checkbox');
      await press(places.last());
      await page.getByLabel('Tìm thôn, nhóm, cụm loa').press('Escape');
      for (const which of [1, 2, 3, 0]) await press(places.nth(which));
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
      await press(page.getByRole('main').locator('ol button').first());
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
      await press(page.locator('label:has(input[name="what"])').first());
      await press(page.locator('label:has(input[name="where"])').nth(1));
      const hamlets = page.getByRole('main').getByRole('checkbox');
      for (const which of [0, 1, 2]) await press(hamlets.nth(which));
      await press(page.locator('label:has(input[name="what"])').last());
      await type(page.getByRole('main').getByRole('textbox').first(), 'Nước lên nhanh, mời bà con sơ tán.');
    },
  },
];
