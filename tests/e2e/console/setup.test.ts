/** An administrator walks the first run on an empty stage: with a faulty row that is mended, left in the middle and resumed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';

let stage: Stage;
let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  stage = await openStage({ size: 'empty' });
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const table = (rows: readonly string[][]): string => rows.map((cells) => cells.join('\t')).join('\n');

it('goes from nothing to hamlets, clusters and people', async () => {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies['commune-administrator'] }, {});
  const { page, errors } = await openPage(context, '/bat-dau');
  const shot = process.env.SHOTS;
  const look = async (name: string) => {
    if (shot !== undefined) await page.screenshot({ path: `${shot}/${name}.png`, fullPage: true });
  };
  const paste = async (cell: string, text: string) => {
    const input = page.getByLabel(cell, { exact: true });
    await input.click();
    await input.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', pasted);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  };
  await page.getByLabel('Tên xã, phường, đặc khu').fill('Xã Ngọc Thiện');
  await page.getByRole('button', { name: 'Tạo xã' }).click();
  await page.getByRole('heading', { name: 'Tên đài và lời chào' }).waitFor();
  await look('1-station');
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.getByRole('heading', { name: 'Giờ phát' }).waitFor();
  await look('2-hours');
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.getByRole('heading', { name: 'Thôn', exact: true }).waitFor();
  const hamlets = Array.from({ length: 12 }, (_, i) => [`Thôn ${i + 1}`, i === 6 ? 'nhiều' : '120']);
  await paste('Tên thôn, dòng 1', table(hamlets));
  await page.getByRole('button', { name: 'Lưu 12 dòng' }).click();
  await page.getByRole('alert').waitFor();
  await look('3-fault');
  expect(await page.getByLabel('Số hộ, dòng 7', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await axeFaults(page)).toEqual([]);
  await page.getByLabel('Số hộ, dòng 7', { exact: true }).fill('90');
  await page.getByRole('button', { name: 'Lưu 12 dòng' }).click();
  await page.getByRole('heading', { name: 'Cụm loa', exact: true }).waitFor();
  // left, and opened again: it goes on where it was
  await page.goto(`${stage.url}/bat-dau`);
  await page.getByRole('heading', { name: 'Cụm loa', exact: true }).waitFor();
  const clusters = Array.from({ length: 18 }, (_, i) => [`${i + 1}`, `Cụm ${i + 1}`, `Thôn ${(i % 12) + 1}`, '60']);
  await paste('Mã cụm, dòng 1', table(clusters));
  await page.getByRole('button', { name: 'Lưu 18 dòng' }).click();
  await page.getByRole('heading', { name: 'Người dùng' }).waitFor();
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Lan');
  await page.getByLabel('Điện thoại hoặc thư điện tử').fill('0912345678');
  await page.getByRole('button', { name: 'Mời', exact: true }).click();
  await page.getByText('Đường dẫn mời Nguyễn Thị Lan').waitFor();
  await look('6-people');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('heading', { name: 'Gắn thiết bị' }).waitFor();
  await look('7-devices');
  expect(await stage.app.stores.register.clusters.all()).toHaveLength(18);
  expect(errors).toEqual([]);
}, 170_000);
