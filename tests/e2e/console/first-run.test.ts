/** The first run in a browser against the real controller and real boards: from the link on the terminal to a test that is heard. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabel } from '@loa-lang/schemas/sealing/device-code';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { expectWhole, soundOf } from '../../support/audio/expect-sound.ts';
import { audibleSpan } from '../../support/audio/placed-sound.ts';
import { recordingsIn } from '../../support/audio/recordings.ts';
import { hasChromium } from '../../support/chromium.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { setUpApp, takeAccount } from '../../support/console/own-account.ts';
import { temporaryFolder } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { Board } from '../../support/world/board.ts';
import { ControllerProcess, TLS_ENV } from '../../support/world/controller-process.ts';

const PATIENCE_MS = 300_000;
const APPROVER = '0987654321';
const TEXT = 'Đây là bản tin phát thử của xã. Bà con không cần làm gì.';

let folder: string;
let controller: ControllerProcess;
let browser: Browser;
let context: BrowserContext;
let invitation: string;
const boards: Board[] = [];
beforeAll(async () => {
  if (!hasChromium()) return;
  folder = await temporaryFolder();
  [controller, browser] = await Promise.all([
    ControllerProcess.start({ dataDir: join(folder, 'controller'), env: TLS_ENV }),
    openBrowser(),
  ]);
  context = await openContext(browser, { url: controller.httpUrl });
  context.setDefaultTimeout(60_000);
}, PATIENCE_MS);
afterAll(async () => {
  await browser?.close();
  await Promise.all(boards.map((board) => board.stop()));
  await controller?.stop();
}, PATIENCE_MS);

const at = async (page: Page, heading: string) => page.getByRole('heading', { name: heading, exact: true }).waitFor();
const save = (page: Page) => page.getByRole('button', { name: 'Lưu', exact: true }).click();
const soundFolder = (name: string) => join(folder, 'sound', name);

async function fillTable(page: Page, rows: readonly Record<string, string>[]): Promise<void> {
  for (const [index, cells] of rows.entries()) {
    for (const [column, text] of Object.entries(cells)) {
      await page.getByLabel(`${column}, dòng ${index + 1}`, { exact: true }).fill(text);
    }
  }
  await page.getByRole('button', { name: `Lưu ${rows.length} dòng` }).click();
}

/** A card written from the file that the page gives, in a box that is switched on. */
async function switchOn(deployment: object, name: string): Promise<Board> {
  const api = { get: async () => deployment } as unknown as Parameters<typeof Board.flash>[0];
  const sink = `wav:${soundFolder(name)}`;
  const board = await Board.flash(api, { folder: join(folder, 'boards'), installationId: name, sink });
  boards.push(board);
  return board.start();
}

async function hold(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).hover();
  await page.mouse.down();
  await page.waitForTimeout(2200);
  await page.mouse.up();
}

/** Whoever was invited takes the account on another computer, and approves what waits. */
async function approve(): Promise<void> {
  const elsewhere = await openContext(browser, { url: controller.httpUrl });
  const { page, errors } = await openPage(elsewhere);
  await takeAccount(page, invitation, { password: 'loa đầu làng rất to' });
  await setUpApp(page);
  await page.goto('/cho-duyet');
  await page.getByRole('link', { name: 'Nghe · Duyệt' }).click();
  await hold(page, /^Duyệt và phát ngay/);
  await page.getByText(/^Đã duyệt/).waitFor();
  expect(errors).toEqual([]);
  await elsewhere.close();
}

describe.skipIf(!hasChromium())('the first run', () => {
  it('leads the first administrator from the link on the terminal to the devices', {
    timeout: PATIENCE_MS,
  }, async () => {
    const { page, errors } = await openPage(context);
    const [link = ''] = /http:\/\/\S+\/thiet-lap\/[\w-]{43}/.exec(controller.child.lastWords) ?? [];
    await takeAccount(page, link, {
      name: 'Trần Thị Quản',
      phone: '0912345678',
      password: 'con trâu đi trước cái cày',
    });
    await setUpApp(page);
    await page.goto('/bat-dau');
    await page.getByLabel('Tên xã, phường, đặc khu').fill('Xã Ngọc Thiện');
    await page.getByRole('button', { name: 'Tạo xã' }).click();
    await at(page, 'Tên đài và lời chào');
    await save(page);
    await at(page, 'Giờ phát');
    // at whatever hour this runs
    await page.getByLabel('Có giờ yên lặng').uncheck();
    await save(page);
    await at(page, 'Thôn');
    await fillTable(page, [
      { 'Tên thôn': 'Đồng Gai', 'Số hộ': '120' },
      { 'Tên thôn': 'Trại', 'Số hộ': '90' },
    ]);
    await at(page, 'Cụm loa');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('goes on where it was left, and takes real boards in by what their labels say', {
    timeout: PATIENCE_MS,
  }, async () => {
    const { page, errors } = await openPage(context, '/bat-dau');
    await at(page, 'Cụm loa');
    await fillTable(page, [
      { 'Mã cụm': '1', 'Tên cụm': 'Nhà văn hóa', Thôn: 'Đồng Gai', 'Số hộ phục vụ': '110' },
      { 'Mã cụm': '2', 'Tên cụm': 'Trạm bơm', Thôn: 'Trại', 'Số hộ phục vụ': '80' },
    ]);
    await at(page, 'Người dùng');
    await page.getByLabel('Họ và tên').fill('Trần Văn Chủ');
    await page.getByLabel('Điện thoại hoặc thư điện tử').fill(APPROVER);
    await page.getByLabel('Vai trò').selectOption('approver');
    await page.getByRole('button', { name: 'Mời', exact: true }).click();
    const told = page.getByRole('status').filter({ hasText: 'Đường dẫn mời Trần Văn Chủ' });
    [invitation = ''] = /https?:\S+/.exec(await told.innerText()) ?? [];
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await at(page, 'Gắn thiết bị');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tệp cài cho thẻ nhớ' }).click(),
    ]);
    const deployment = JSON.parse(await readFile(await file.path(), 'utf8'));
    const [first, second] = await Promise.all(['hop-1', 'hop-2'].map((name) => switchOn(deployment, name)));
    const [label = '', whole = ''] = await Promise.all([first?.label(), second?.label()]);
    // the code as somebody reads it, then the fingerprint compared by eye
    const { code = '', fingerprint = '' } = readLabel(label) ?? {};
    await page.getByLabel('Mã trên nhãn').fill(code);
    const candidate = page.getByRole('button', { name: /Vân tay/ });
    await candidate.waitFor();
    expect((await candidate.innerText()).replaceAll('-', '')).toContain(fingerprint);
    await candidate.click();
    await page.getByRole('button', { name: 'Gắn vào cụm' }).click();
    await page.getByText('1/2 cụm loa đã có thiết bị.').waitFor();
    // what a scanner that is a keyboard types: nothing is left to be compared
    await page.keyboard.insertText(whole);
    await page.getByText('Vân tay khớp với nhãn vừa quét.').waitFor();
    await page.getByRole('button', { name: 'Gắn vào cụm' }).click();
    await page.getByText('Mọi cụm loa đã có thiết bị.').waitFor();
    await Promise.all(boards.map((board) => board.untilReady()));
    expect(errors).toEqual([]);
    await page.close();
  });

  it('makes a tone that is heard at every board, and says so', { timeout: PATIENCE_MS }, async () => {
    const { page, errors } = await openPage(context, '/bat-dau/thu-tieng');
    await hold(page, /Thử tiếng 2 cụm loa/);
    await eventually(
      'both have answered',
      async () => (await page.getByText('Thiết bị đã làm xong').count()) === 2,
      60_000,
    );
    for (const name of ['hop-1', 'hop-2']) {
      const [tone, ...others] = recordingsIn(soundFolder(name)).map(audibleSpan);
      expect(others).toEqual([]);
      const heardMs = (tone?.toMs ?? 0) - (tone?.fromMs ?? 0);
      expect(heardMs, `${name} sounds for three seconds`).toBeGreaterThan(2500);
      expect(heardMs, `${name} sounds for three seconds`).toBeLessThan(3300);
    }
    expect(errors).toEqual([]);
    await page.close();
  });

  it('broadcasts a test that both boards play whole, at once, and ends', { timeout: PATIENCE_MS }, async () => {
    const { page, errors } = await openPage(context, '/bat-dau');
    await at(page, 'Phát thử lần đầu');
    await page.getByLabel('Nội dung').fill(TEXT);
    await page.getByText('bản tin thử phát ngay ở Xã Ngọc Thiện, 2 cụm loa, 210 hộ.').waitFor();
    await hold(page, /Phát thử/);
    // a voice that is made on a loaded machine; it is for the approver who was invited on the way
    await page.getByText('Bản tin thử đang chờ duyệt.').waitFor({ timeout: 200_000 });
    await approve();
    const api = context.request;
    const told = await (await api.get('/api/v1/broadcasts')).json();
    const [broadcast] = told.broadcasts;
    let coverage: { complete: boolean; householdsReached: number } | undefined;
    await eventually(
      'it has played',
      async () => {
        coverage = await (await api.get(`/api/v1/broadcasts/${broadcast.id}/coverage`)).json();
        return coverage?.complete === true;
      },
      90_000,
    );
    expect(coverage).toMatchObject({ householdsReached: 190 });
    const audio = await api.get(`/api/v1/bulletins/${broadcast.bulletins[0].bulletinId}/audio`);
    const content = await decodeByFfmpeg(new Uint8Array(await audio.body()));
    const planned = { content, startAtMs: Date.parse(broadcast.startAt), endsAtMs: Date.parse(broadcast.endsAt) };
    for (const name of ['hop-1', 'hop-2']) {
      const played = recordingsIn(soundFolder(name)).filter(({ fromMs }) => fromMs > planned.startAtMs - 500);
      expectWhole(name, soundOf(played, planned), planned);
    }
    await page.goto('/bat-dau');
    await page.getByText(/Đã xong .* bước|Đã xong mọi bước/).waitFor();
    expect(errors).toEqual([]);
    await page.close();
  });
});
