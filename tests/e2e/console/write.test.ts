/** An officer writes: from paste to sent, on a desk and on a phone; a recording; a draft without a network. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import type { Look } from '../../support/console/looks.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { SEAT_IDS } from '../../support/console/seats.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { voiceAboveRest, writeVoice } from '../../support/live-page/voice.ts';
import { signedIn } from '../../support/people.ts';

const TEXT =
  'Lịch tiêm phòng cho trẻ em tại trạm y tế xã lúc 8 giờ sáng thứ Bảy. Kính mời bà con đưa trẻ đến đúng giờ.';
const TITLE = 'Lịch tiêm phòng cho trẻ em tại trạm y tế xã lúc 8 giờ sáng thứ Bảy';

let stage: Stage;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-write-'));
  const voice = join(folder, 'voice.wav');
  await writeVoice(voice);
  [stage, browser] = await Promise.all([openStage(), openBrowser(voice)]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
  await rm(folder, { recursive: true, force: true });
});

const at = () => ({ url: stage.url, cookie: stage.cookies.officer });

async function written(look: Partial<Look>) {
  const context = await openContext(browser, at(), look);
  const opened = await openPage(context, '/soan-tin');
  return { context, ...opened };
}

/** As from the clipboard: all at once. */
const paste = (page: Page, text: string) => page.getByLabel('Nội dung').fill(text);

async function approvalOf(title: string) {
  const { body } = await stage.app.call('GET', '/approvals?limit=50', undefined, signedIn(SEAT_IDS.officer));
  return body.approvals.find((each: { title: string }) => each.title.startsWith(title));
}

const PIECE = 0.5 * 48_000;
/** What comes through a microphone, the treatment by a browser, and Opus. */
const CLEARLY_DB = 15;

/** How much of what devices are given of a bulletin is the voice that the microphone heard. */
async function voicedSeconds(page: Page, title: string): Promise<number> {
  const { body } = await stage.app.call('GET', '/bulletins', undefined, signedIn(SEAT_IDS.officer));
  const { id } = body.bulletins.find((each: { title: string }) => each.title === title);
  const sound = await page.context().request.get(`${stage.url}/api/v1/bulletins/${id}/audio`);
  const samples = await decodeByFfmpeg(await sound.body());
  const pieces = Array.from({ length: Math.floor(samples.length / PIECE) }, (_, i) =>
    samples.subarray(i * PIECE, (i + 1) * PIECE),
  );
  return pieces.filter((piece) => voiceAboveRest(piece) > CLEARLY_DB).length / 2;
}

describe.skipIf(!hasChromium())('Soạn tin', () => {
  it.each([{ device: 'desktop' }, { device: 'phone' }] as Partial<Look>[])(
    'paste → sent for approval on a $device, two clicks and a paste',
    async (look) => {
      const { context, page, errors } = await written(look);
      await page.getByText('Gõ hoặc dán', { exact: true }).click();
      await paste(page, TEXT);
      await page.getByText(/hộ · .*cụm loa\./).waitFor();
      expect(await axeFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Gửi duyệt' }).click();
      await page.getByRole('heading', { name: 'Đã gửi duyệt' }).waitFor({ timeout: 120_000 });
      const approval = await approvalOf(TITLE.slice(0, 40));
      expect(approval).toMatchObject({ state: 'submitted' });
      await page.getByRole('button', { name: 'Rút lại' }).click();
      await page.getByText('Đã rút lại.').waitFor();
      expect(errors).toEqual([]);
      await context.close();
    },
    240_000,
  );

  it('a recording by the microphone of the browser is sent, measured, repaired, and planned', async () => {
    const { context, page } = await written({});
    await page.getByText('Ghi âm', { exact: true }).click();
    await page.getByRole('button', { name: 'Bắt đầu ghi âm' }).click();
    await page.getByText('Đang ghi.').waitFor();
    await page.waitForTimeout(4000);
    await page.getByRole('button', { name: 'Dừng ghi âm' }).click();
    await page.getByText(/Bản ghi âm dài/).waitFor({ timeout: 120_000 });
    await page.getByRole('button', { name: 'To hơn' }).click();
    await page.getByText('Đã tăng độ to.').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Hoàn tác', exact: true }).click();
    await page.getByText('Đã trở lại bản trước.').waitFor({ timeout: 60_000 });
    await page.getByLabel('Tên bản tin').fill('Ghi âm thử');
    await page.getByLabel('Tên bản tin').blur();
    const send = page.getByRole('button', { name: 'Gửi duyệt' });
    await page.getByText(/“Ghi âm thử”/).waitFor({ timeout: 60_000 });
    await send.click();
    await page.getByRole('heading', { name: 'Đã gửi duyệt' }).waitFor({ timeout: 120_000 });
    expect(await approvalOf('Ghi âm thử')).toMatchObject({ state: 'submitted' });
    const voiced = await voicedSeconds(page, 'Ghi âm thử');
    console.log(`the voice at the microphone is heard for ${voiced} s of what devices are given`);
    expect(voiced).toBeGreaterThan(3);
    await context.close();
  }, 300_000);

  it('what is written without a network is there after a reload, and can be gone on with', async () => {
    const { context, page } = await written({});
    await page.getByText('Gõ hoặc dán', { exact: true }).click();
    await context.setOffline(true);
    await paste(page, 'Mời bà con họp thôn tối mai.');
    await page.getByText('Đã lưu bản nháp trên máy này').waitFor();
    await context.setOffline(false);
    await page.reload();
    expect(await page.getByLabel('Nội dung').inputValue()).toBe('Mời bà con họp thôn tối mai.');
    const { page: other } = await openPage(context, '/soan-tin');
    await other.getByText(/Còn bản nháp chưa gửi: “Mời bà con họp thôn tối mai”/).waitFor();
    await page.goto('/soan-tin/ban-tin');
    await page.getByRole('link', { name: 'Viết tiếp' }).first().click();
    await page.getByLabel('Nội dung').waitFor();
    expect(await page.getByLabel('Nội dung').inputValue()).toBe('Mời bà con họp thôn tối mai.');
    await context.close();
  }, 90_000);
});
