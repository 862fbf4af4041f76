/** From nothing to 12 hamlets and 18 clusters by the first run alone, with what a person would need for it (KLM). */
import type { Browser, Locator, Page } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import type { Stage } from '../../support/console/stage.ts';
import { Hand } from './hand.ts';

const HAMLETS = 12;
const CLUSTERS = 18;

/** Every cell typed by hand, as by somebody without a list; the last steps need devices, and are left with one press each. */
export async function onboard(browser: Browser, stage: Stage): Promise<Hand> {
  const context = await openContext(browser, { url: stage.url, cookie: stage.cookies['commune-administrator'] });
  try {
    const hand = new Hand();
    const { page } = await openPage(context, '/bat-dau');
    const press = (name: string) => hand.tap(page.getByRole('button', { name, exact: true }));
    const step = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
    await hand.type(page.getByLabel('Tên xã, phường, đặc khu'), 'Xã Ngọc Thiện');
    await press('Tạo xã');
    await step('Tên đài và lời chào');
    await press('Lưu');
    await step('Giờ phát');
    await press('Lưu');
    await step('Thôn');
    await fill(page, hand, HAMLETS, (row) => [
      [`Tên thôn, dòng ${row}`, `Đồng Gai Thượng ${row}`],
      [`Số hộ, dòng ${row}`, `${100 + row}`],
    ]);
    await press(`Lưu ${HAMLETS} dòng`);
    await step('Cụm loa');
    await fill(page, hand, CLUSTERS, (row) => [
      [`Mã cụm, dòng ${row}`, `${row}`],
      [`Tên cụm, dòng ${row}`, `Cụm nhà văn hóa ${row}`],
      [`Thôn, dòng ${row}`, `Đồng Gai Thượng ${((row - 1) % HAMLETS) + 1}`],
      [`Số hộ phục vụ, dòng ${row}`, '60'],
    ]);
    await press(`Lưu ${CLUSTERS} dòng`);
    await step('Người dùng');
    const clusters = await stage.app.stores.register.clusters.all();
    if (clusters.length !== CLUSTERS) throw new Error(`${clusters.length} clusters are there`);
    return hand;
  } finally {
    await context.close();
  }
}

type Cell = readonly [label: string, text: string];

async function fill(page: Page, hand: Hand, rows: number, cellsOf: (row: number) => readonly Cell[]): Promise<void> {
  for (let row = 1; row <= rows; row++) {
    for (const [label, text] of cellsOf(row)) await hand.type(await cell(page, label), text);
  }
}

/** The table grows with what is written into it. */
async function cell(page: Page, label: string): Promise<Locator> {
  const found = page.getByLabel(label, { exact: true });
  await found.waitFor();
  return found;
}
