/** From nothing to 12 hamlets and 18 clusters by the first run alone, with what a person would need for it (KLM). */
import { generateKeyPairSync } from 'node:crypto';
import { inGroups, keyFingerprint } from '@loa-lang/schemas/sealing/device-code';
import type { Browser, Locator, Page } from 'playwright-core';
import { openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import type { Stage } from '../../support/console/stage.ts';
import { Hand } from './hand.ts';

const HAMLETS = 12;
const CLUSTERS = 18;

/** Every cell typed by hand, as by somebody without a list, each code read off its box; what then sounds is no hand's work. */
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
    await invitePeople(page, hand);
    await press('Tiếp tục');
    await step('Gắn thiết bị');
    await claimDevices(page, hand, await waitingDevices(stage));
    const clusters = await stage.app.stores.register.clusters.all();
    if (clusters.length !== CLUSTERS) throw new Error(`${clusters.length} clusters are there`);
    return hand;
  } finally {
    await context.close();
  }
}

const PEOPLE = [
  { name: 'Nguyễn Thị Hoa', contact: '0912345678', role: 'officer' },
  { name: 'Trần Văn Chủ', contact: '0912345679', role: 'approver' },
  { name: 'Phạm Kỹ Thuật', contact: '0912345670', role: 'technician' },
] as const;

async function invitePeople(page: Page, hand: Hand): Promise<void> {
  for (const { name, contact, role } of PEOPLE) {
    await hand.type(page.getByLabel('Họ và tên'), name);
    await hand.type(page.getByLabel('Điện thoại hoặc thư điện tử'), contact);
    await hand.pick(page.getByLabel('Vai trò'), role);
    await hand.tap(page.getByRole('button', { name: 'Mời', exact: true }));
    await page.getByText(`Đường dẫn mời ${name}`).waitFor();
  }
}

interface Box {
  code: string;
  fingerprint: string;
}

/** Boxes that stand on their poles and ask. @returns what is printed on them */
async function waitingDevices({ app }: Stage): Promise<Box[]> {
  const at = new Date();
  const boxes = Array.from({ length: CLUSTERS }, (_, index) => {
    const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    return { id: `hop-${index}`, code: `ABCDE1${String(1000 + index)}`, publicKey: x };
  });
  const from = { agentVersion: '1.0.0', address: '10.0.0.9', firstAskedAt: at, lastAskedAt: at };
  await app.database.enrolment.createMany({
    data: boxes.map((box, index) => ({ ...box, ...from, installationId: `board-${index}` })),
  });
  return boxes.map(({ code, publicKey }) => ({ code, fingerprint: keyFingerprint(publicKey) }));
}

async function claimDevices(page: Page, hand: Hand, boxes: readonly Box[]): Promise<void> {
  for (const [index, { code, fingerprint }] of boxes.entries()) {
    await hand.type(page.getByLabel('Mã trên nhãn'), inGroups(code));
    await hand.tap(page.getByRole('button', { name: `Vân tay ${inGroups(fingerprint)}` }));
    await hand.tap(page.getByRole('button', { name: 'Gắn vào cụm' }));
    await page.getByText(`${index + 1}/${boxes.length} cụm loa đã có thiết bị.`).waitFor();
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
