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

/** Twelve hamlets as a surveyor's file may have them: one without a name, one twice, one that is a point, one without a number. */
function outlines(): object {
  const features = Array.from({ length: 12 }, (_, i) => {
    const [west, south, wide] = [106.07 + 0.012 * (i % 4), 21.335 + 0.012 * Math.floor(i / 4), 0.012];
    const [east, north] = [west + wide, south + wide];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const name = i === 1 ? '' : i === 3 ? 'Thôn 3' : `Thôn ${i + 1}`;
    const geometry = i === 4 ? { type: 'Point', coordinates: [west, south] } : { type: 'Polygon', coordinates: [ring] };
    return { type: 'Feature', properties: { name, so_ho: i === 6 ? 'nhiều' : 120 }, geometry };
  });
  return { type: 'FeatureCollection', features };
}

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
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'thon.geojson', mimeType: 'application/geo+json' },
    buffer: Buffer.from(JSON.stringify(outlines())),
  });
  const report = page.getByRole('alert');
  await report.getByText('Dòng 2: chưa có tên thôn.').waitFor();
  await report.getByText('Dòng 4: tên “Thôn 3” đã có ở một dòng trước.').waitFor();
  await report.getByText(/^Dòng 5: không phải một vùng/).waitFor();
  await look('3-outlines');
  await page.getByLabel('Tên thôn, dòng 2', { exact: true }).fill('Thôn 2');
  await page.getByLabel('Tên thôn, dòng 4', { exact: true }).fill('Thôn 4');
  await page.getByRole('button', { name: 'Lưu 12 dòng' }).click();
  await page.getByRole('alert').filter({ hasText: 'Chưa có gì được lưu' }).waitFor();
  await look('3-fault');
  expect(await page.getByLabel('Số hộ, dòng 7', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await axeFaults(page)).toEqual([]);
  await page.getByLabel('Số hộ, dòng 7', { exact: true }).fill('90');
  await page.getByRole('button', { name: 'Lưu 12 dòng' }).click();
  await page.getByRole('heading', { name: 'Cụm loa', exact: true }).waitFor();
  await page.getByText('Bản đồ có ranh giới của 11 thôn.').waitFor();
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
