/** A technician: finds what is ill by keys alone, plays a tone and sees the answer, replaces a device, answers a complaint. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { svgLabel } from '@loa-lang/device-agent/enrolment/label';
import { keyFingerprint, labelText } from '@loa-lang/schemas/sealing/device-code';
import { sealEnrolment } from '@loa-lang/schemas/sealing/enrolment';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { missingWords, overflow } from '../../support/console/page-checks.ts';
import { SEAT_IDS } from '../../support/console/seats.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { eventually } from '../../support/eventually.ts';
import { signedIn } from '../../support/people.ts';
import { codeInPdf, PDFTOPPM, pictureOfSvg, writeCameraView } from '../../support/qr-picture.ts';

let stage: Stage;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-tech-'));
  const view = join(folder, 'nhan.y4m');
  await writeCameraView(view, pictureOfSvg(svgLabel({ code: SEEN.code, fingerprint: keyFingerprint(SEEN.x) })));
  [stage, browser] = await Promise.all([openStage(), openBrowser(undefined, view)]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
  await rm(folder, { recursive: true, force: true });
});

const read = async (path: string) => (await stage.app.call('GET', path, undefined, signedIn(SEAT_IDS.technician))).body;

const opened = async (path: string, device: 'desktop' | 'phone' = 'desktop', language: 'vi' | 'en' = 'vi') => {
  const context = await openContext(
    browser,
    { url: stage.url, cookie: stage.cookies.technician },
    { device, language },
  );
  return { context, ...(await openPage(context, path)) };
};

/** A new board. */
function newBoard(code: string) {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { code, x, d };
}
/** Its label is before the camera. */
const SEEN = newBoard('CAMERA0001');

/** It asks to be taken in. @returns what its label says */
async function asks({ code, x, d }: typeof SEEN): Promise<string> {
  const claim = { code, installationId: `board-${code}`, agentVersion: '1.0.0' };
  const request = await sealEnrolment(claim, 'deployment', { x, privateKey: await privateKeyFrom({ x, d }) });
  expect((await stage.app.call('POST', '/enrolment', { request })).body.state).toBe('waiting');
  return labelText(code, keyFingerprint(x));
}

/** Marks on the map may lie close to each other: each is in the list beside it as well (WCAG 2.5.8, "equivalent"). */
const isOfPage = (fault: string): boolean =>
  !(fault.startsWith('target-size') && / · Cụm |maplibregl-marker/.test(fault));

async function hold(page: Page, button: Locator): Promise<void> {
  await button.hover();
  await page.mouse.down();
  await page.waitForTimeout(2200);
  await page.mouse.up();
}

describe.skipIf(!hasChromium())('Cụm loa', () => {
  it('finds the ill cluster by keys alone', async () => {
    const { context, page, settled } = await opened('/cum-loa');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^09 · / }).waitFor();
    await page.goto('/cum-loa');
    await settled();
    // without diacritics
    await page.keyboard.press('/');
    await page.keyboard.type('tram bom');
    await eventually('only those are listed', async () => (await page.locator('a[data-row]').count()) === 3);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /trạm bơm$/ }).waitFor();
    await context.close();
  }, 120_000);

  it('shows within a second that a device is gone, without reading the list anew', async () => {
    const { context, page } = await opened('/cum-loa');
    const reads: string[] = [];
    page.on('request', (request) => request.url().includes('/clusters/status') && reads.push(request.url()));
    const row = page.locator('a[data-row]', { hasText: 'Cụm 05' });
    await row.getByText('Sẵn sàng').waitFor();
    stage.app.feed.emit({ type: 'presence', deviceId: 'may-05', state: 'offline' });
    await row.getByText('Mất kết nối').waitFor({ timeout: 1000 });
    expect(reads).toEqual([]);
    await context.close();
  }, 120_000);

  it('plays a tone after two deliberate steps, and shows the answer as it comes', async () => {
    const { context, page } = await opened('/cum-loa/cum-02');
    const sent = stage.app.commands.told.length;
    await page.getByRole('button', { name: 'Phát tiếng thử' }).click();
    await page.getByText(/hộ nghe thấy. Không rút lại được/).waitFor();
    const button = page.getByRole('button', { name: /Phát tiếng thử Giữ 2 giây/ });
    await button.click();
    expect(stage.app.commands.told).toHaveLength(sent);
    await hold(page, button);
    // a broadcast of the stage is on air or about to be: the reason goes on the record
    const reason = page.getByLabel('Vì sao vẫn làm');
    await Promise.race([reason.waitFor(), page.getByText('đang chờ thiết bị trả lời').waitFor()]);
    if (await reason.isVisible()) {
      await reason.fill('dân báo mất tiếng');
      await hold(page, page.getByRole('button', { name: /Vẫn làm/ }));
      await page.getByText('đang chờ thiết bị trả lời').waitFor();
    }
    const [{ id }] = (await read('/clusters/cum-02/commands')).commands;
    await stage.app.report('may-02', { kind: 'command-answer', commandId: id, outcome: 'done' });
    await page.getByText('Thiết bị đã làm xong').waitFor({ timeout: 5000 });
    await context.close();
  }, 120_000);

  it('replaces a device in at most four taps on a telephone', async () => {
    const label = await asks(newBoard('ABCDE10007'));
    const { context, page } = await opened('/cum-loa', 'phone');
    let taps = 0;
    const tap = async (target: Locator) => {
      taps++;
      await target.click();
    };
    await tap(page.locator('a[data-row]').first());
    await tap(page.getByRole('button', { name: 'Thay thiết bị' }));
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Mã trên nhãn').waitFor();
    // the field has the focus already
    await page.keyboard.insertText(label);
    await tap(dialog.getByRole('button', { name: /Vân tay khớp/ }));
    await tap(dialog.getByRole('button', { name: 'Thay thiết bị' }));
    await page.getByText(/^Đã thay thiết bị của/).waitFor();
    expect(taps).toBeLessThanOrEqual(4);
    expect((await read('/clusters/cum-09')).deviceId).toMatch(/^(?!may-09)./);
    await context.close();
  }, 120_000);

  it('takes a device in whose label the camera has read, without a key being touched', async () => {
    await asks(SEEN);
    const { context, page, errors, failed } = await opened('/cum-loa/cho-nhan', 'phone');
    await page.getByText('Danh sách mọi máy chỉ hiện với người quản lý cả hệ thống.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Quét bằng camera' }).click();
    await page.getByText('Vân tay khớp với nhãn vừa quét.').waitFor();
    await page.getByRole('combobox', { name: 'Gắn vào cụm loa' }).fill('cum 04');
    await page.getByRole('option', { name: /^04 · / }).click();
    await page.getByRole('button', { name: 'Thay thiết bị' }).click();
    await page.getByText(/^Đã gắn máy CAMER-A0001 vào/).waitFor();
    expect((await read('/clusters/cum-04')).deviceId).not.toBe('may-04');
    expect({ errors, failed }).toEqual({ errors: [], failed: [] });
    await context.close();
  }, 120_000);

  it.skipIf(!existsSync(PDFTOPPM))(
    'prints a sign whose code opens the page of that very pole',
    async () => {
      const { context, page } = await opened('/cum-loa/cum-05');
      await page.getByRole('tab', { name: 'Hồ sơ' }).click();
      await page.getByRole('button', { name: 'Tạo mã' }).click();
      const href = await page.getByRole('link', { name: 'In biển QR' }).getAttribute('href');
      const sign = join(folder, 'bien.pdf');
      await writeFile(sign, await (await context.request.get(href ?? '')).body());
      const address = codeInPdf(sign);
      expect(address.startsWith(`${stage.url}/tru/`), address).toBe(true);
      const villager = await openContext(browser, { url: stage.url }, { device: 'phone' });
      const { page: pole } = await openPage(villager, address);
      await pole
        .getByText(/Cụm 05/)
        .first()
        .waitFor();
      await villager.close();
      await context.close();
    },
    120_000,
  );

  it('is said right in both languages, on both sizes, for everybody', async () => {
    for (const [device, language] of [
      ['desktop', 'vi'],
      ['phone', 'en'],
    ] as const) {
      const { context, page, settled } = await opened('/cum-loa', device, language);
      for (const path of ['/cum-loa', '/cum-loa/cum-01', '/cum-loa/cai-dat-chung', '/su-co', '/su-co/chuyen-di']) {
        await page.goto(path);
        await settled();
        const wrong = [
          ...(await axeFaults(page)).filter(isOfPage),
          ...(await overflow(page)),
          ...(await missingWords(page)),
        ];
        expect(wrong, `${path} ${device} ${language}`).toEqual([]);
      }
      await page.goto('/cum-loa/cum-01');
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await settled();
        expect([...(await axeFaults(page)), ...(await overflow(page))], (await tab.textContent()) ?? '').toEqual([]);
      }
      await context.close();
    }
  }, 300_000);
});

describe.skipIf(!hasChromium())('more clusters than one page of the list', () => {
  it('come when somebody jumps to its end, not only when they pass each row', async () => {
    const large = await openStage({ size: 'large' });
    const context = await openContext(browser, { url: large.url, cookie: large.cookies.technician }, {});
    // pages of a hundred, so that an ordinary stage has two
    await context.route(/\/clusters\/status\?limit=200/, (route) =>
      route.continue({ url: route.request().url().replace('limit=200', 'limit=100') }),
    );
    const { page } = await openPage(context, '/cum-loa');
    const list = page.getByRole('region', { name: /Các cụm loa, việc cần xem/ });
    await list.evaluate((frame) => {
      frame.scrollTop = frame.scrollHeight;
    });
    await list.locator('li[aria-setsize="150"]').first().waitFor();
    await context.close();
    await large.stop();
  }, 180_000);
});

describe.skipIf(!hasChromium())('Phản ánh', () => {
  it('is answered, and waits no longer', async () => {
    const { context, page } = await opened('/su-co/phan-anh');
    await page.getByRole('button', { name: 'Xem và trả lời' }).click();
    await page.getByLabel('Trả lời', { exact: true }).fill('Đã giảm âm lượng từ hôm nay.');
    await page.getByRole('button', { name: 'Gửi trả lời' }).click();
    await page.getByText('Không có phản ánh nào đang chờ.').waitFor();
    const { complaints } = await read('/complaints');
    expect(complaints).toMatchObject([{ state: 'answered', answer: 'Đã giảm âm lượng từ hôm nay.' }]);
    await context.close();
  }, 120_000);
});
