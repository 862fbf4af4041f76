/** Settings that people change: groups, power cuts, cards, being told of incidents; and how the server is. */
import { GUIDE_ROLES, GUIDES } from '@loa-lang/controller/console/words/guides';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { SEAT_IDS, type SeatRole } from '../../support/console/seats.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { eventually } from '../../support/eventually.ts';
import { signedIn } from '../../support/people.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium()) return;
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const read = async (path: string, who: SeatRole = 'officer') =>
  (await stage.app.call('GET', path, undefined, signedIn(SEAT_IDS[who]))).body;

const opened = async (path: string, who: SeatRole, device: 'desktop' | 'phone' = 'desktop') => {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies[who] }, { device });
  return { context, ...(await openPage(context, path)) };
};

/** Typed without diacritics, chosen by keys, and the list closed. */
async function pick(page: Page, field: string, typed: string): Promise<void> {
  const input = page.getByRole('dialog').getByRole('combobox', { name: field });
  await input.fill(typed);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
}

describe.skipIf(!hasChromium())('Cài đặt', () => {
  it('makes a group, changes it, removes it, and takes that back', async () => {
    const { context, page } = await opened('/cai-dat/nhom', 'officer');
    await page.getByRole('button', { name: 'Thêm nhóm' }).click();
    await page.getByLabel('Tên nhóm').fill('Ven sông');
    await pick(page, 'Các thôn', 'dong gai');
    await pick(page, 'Cụm loa riêng', 'tram bom');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Lưu' }).click();
    const line = page.getByRole('list', { name: 'Các nhóm' }).getByRole('listitem');
    await line.getByText('Ven sông').waitFor();
    const [made] = (await read('/groups')).groups;
    expect([made.areaIds.length, made.clusterIds.length]).toEqual([1, 1]);

    await page.getByRole('button', { name: 'Sửa nhóm Ven sông' }).click();
    await page.getByLabel('Tên nhóm').fill('Ven sông Thương');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await line.getByText('Ven sông Thương').waitFor();
    await page.getByRole('button', { name: 'Bỏ nhóm Ven sông Thương' }).click();
    await page.getByText('Chưa có nhóm nào').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await line.getByText('Ven sông Thương').waitFor();
    const [again] = (await read('/groups')).groups;
    expect([again.areaIds, again.clusterIds]).toEqual([made.areaIds, made.clusterIds]);
    await context.close();
  }, 120_000);

  it('prints the guide of each role on one page of A4, in both languages', async () => {
    const pages: Record<string, number> = {};
    for (const language of ['vi', 'en'] as const) {
      const context = await openContext(browser, { url: stage.url, cookie: stage.cookies.officer }, { language });
      for (const role of GUIDE_ROLES) {
        const { page } = await openPage(context, `/huong-dan/${role}`);
        await page.getByText(GUIDES[language][role][0]?.title ?? '').waitFor();
        const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
        pages[`${role} ${language}`] = printed.match(/\/Type *\/Page\b/g)?.length ?? 0;
        await page.close();
      }
      await context.close();
    }
    expect(pages).toEqual(Object.fromEntries(Object.keys(pages).map((each) => [each, 1])));
  }, 120_000);

  it('puts a power cut and a repair on record, and takes them off', async () => {
    const { context, page } = await opened('/cai-dat/tam-nghi', 'province-administrator', 'phone');
    await page.getByRole('button', { name: 'Thêm lịch cúp điện' }).click();
    await pick(page, 'Các thôn', 'dong gai');
    await page.getByLabel('Lý do').fill('Điện lực sửa đường dây');
    await page.getByRole('button', { name: 'Lưu' }).click();
    const cuts = page.getByRole('list', { name: 'Lịch cúp điện' }).getByRole('listitem');
    await cuts.getByText('Điện lực sửa đường dây').waitFor();
    await page.getByRole('button', { name: /^Bỏ: / }).click();
    await page.getByText('Không có lịch cúp điện nào.').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await cuts.getByText('Điện lực sửa đường dây').waitFor();

    await page.getByRole('button', { name: 'Thêm việc sửa chữa' }).click();
    await page.getByLabel('Lý do').fill('Thay loa');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('list', { name: 'Đang sửa chữa' }).getByText('Thay loa').waitFor();
    await page.getByRole('button', { name: /^Kết thúc: / }).click();
    await page.getByText('Không nơi nào đang hoặc sắp sửa chữa.').waitFor();
    await context.close();
  }, 120_000);

  it('makes out a card whose code is shown once, and revokes it when it is held', async () => {
    const { context, page } = await opened('/cai-dat/the', 'officer');
    await page.getByRole('button', { name: 'Cấp thẻ' }).click();
    await page.getByLabel('Tên và chức vụ trên thẻ').fill('Đỗ Văn Trưởng, trưởng thôn');
    await page.getByRole('dialog').getByRole('button', { name: 'Cấp thẻ' }).click();
    await page.getByText('Mã trên thẻ của Đỗ Văn Trưởng, trưởng thôn:').waitFor();
    const code = (await page.getByRole('status').filter({ hasText: 'Mã trên thẻ' }).textContent()) ?? '';
    expect(code).toMatch(/\d{3}/);
    await page.reload();
    await page.getByText('Đỗ Văn Trưởng, trưởng thôn').waitFor();
    expect(await page.getByText('Mã trên thẻ').count()).toBe(0);
    await page.getByRole('button', { name: 'Huỷ thẻ của Đỗ Văn Trưởng, trưởng thôn' }).click();
    const hold = page.getByRole('button', { name: /Huỷ thẻ của .* Giữ 2 giây/ });
    await hold.hover();
    await page.mouse.down();
    await page.getByText(/đã huỷ /).waitFor();
    await page.mouse.up();
    expect((await read('/on-the-spot-credentials')).credentials[0].state).toBe('revoked');
    await context.close();
  }, 120_000);

  it('names another system that is told, and a rule of its own instead of the standard ones', async () => {
    const { context, page } = await opened('/cai-dat/bao-su-co', 'commune-administrator');
    await page.getByText('các quy tắc có sẵn dưới đây được dùng').waitFor();
    const rules = page.getByRole('list', { name: 'Báo cho ai, lúc nào' }).getByRole('listitem');
    expect(await rules.count()).toBe(6);
    await page.getByRole('button', { name: 'Thêm kênh' }).click();
    await page.getByText('Hệ thống khác', { exact: true }).click();
    await page.getByLabel('Tên kênh').fill('Tổng đài huyện');
    await page.getByLabel('Địa chỉ nhận (https)').fill('https://tong-dai.example/loa');
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu' }).click();
    await page.getByText(/^whsec_/).waitFor();

    await page.getByRole('button', { name: 'Thêm quy tắc' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Quy tắc đầu tiên của xã thay cho các quy tắc có sẵn.').waitFor();
    await dialog.getByLabel('Tên quy tắc').fill('Báo tổng đài');
    await dialog.getByLabel('Kênh').selectOption({ label: 'Tổng đài huyện' });
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await rules.getByText(/báo Kỹ thuật viên, qua Tổng đài huyện, ngay\./).waitFor();
    expect(await rules.count()).toBe(1);
    await page.getByRole('button', { name: 'Sửa Tổng đài huyện' }).click();
    await dialog.getByLabel('Địa chỉ nhận (https)').fill('https://tong-dai.example/moi');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('https://tong-dai.example/moi').waitFor();
    await page.getByRole('button', { name: 'Sửa Báo tổng đài' }).click();
    await dialog.getByLabel('Tên quy tắc').fill('Báo trực ban');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await rules.getByText('Báo trực ban').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await rules.getByText('Báo tổng đài').waitFor();
    await page.getByRole('button', { name: 'Bỏ Báo tổng đài' }).click();
    await page.getByText('các quy tắc có sẵn dưới đây được dùng').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await rules.getByText('Báo tổng đài').waitFor();
    await page.reload();
    await rules.getByText('Báo tổng đài').waitFor();
    expect(await page.getByText(/^whsec_/).count()).toBe(0);
    await context.close();
  }, 120_000);

  it('keeps how somebody wants to be told of incidents, and says why a test cannot go', async () => {
    const { context, page } = await opened('/cai-dat/tai-khoan', 'technician');
    await page.getByLabel('Có giờ yên lặng').check();
    await page.getByLabel('Từ').fill('22:00');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã lưu.').waitFor();
    const kept = await read('/people/me/notifications', 'technician');
    expect(kept.quietHours).toEqual({ from: '22:00', until: '05:00' });
    await page.getByRole('button', { name: 'Gửi thử' }).click();
    await page.getByRole('status').filter({ hasText: 'thư' }).waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).last().click();
    await eventually(
      'it is as before',
      async () => (await read('/people/me/notifications', 'technician')).quietHours === null,
    );
    await context.close();
  }, 120_000);

  it('tells a technician how the server is, and that it is not, without a reload', async () => {
    const { context, page } = await opened('/cai-dat/he-thong', 'technician');
    await page.getByText('Máy chủ có đủ mọi thứ cần để phát.').waitFor();
    await page.getByText(/Trống [\d.,]+ GB trong [\d.,]+ GB\./).waitFor();
    await context.route('**/api/v1/health', (route) =>
      route.fulfill({
        json: { status: 'degraded', probes: [{ name: 'broker', ok: false, detail: 'not connected' }] },
      }),
    );
    await page.getByText('Mất kết nối: lịch và lệnh mới chưa tới được cụm loa.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await context.close();
  }, 120_000);
});
