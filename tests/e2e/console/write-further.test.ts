/** What an officer meets on the way: a time that is taken, a bulletin that comes back, a recording with silence. */

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fixture, wavOf } from '../../support/audio/broken-files.ts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { hasChromium } from '../../support/chromium.ts';
import { visits } from '../../support/console/visits.ts';

/** A voice that is made on a loaded machine. */
const MADE = { timeout: 200_000 };
const ZONE_MS = 7 * 3600_000;
const TEXT = 'Mời bà con họp thôn tại nhà văn hóa.';

const desk = visits();

const paste = async (page: Page, text: string) => {
  await page.getByText('Gõ hoặc dán', { exact: true }).click();
  await page.getByLabel('Nội dung').fill(text);
};

/** An instant on the commune's clocks. */
async function chooseTime(page: Page, instant: string): Promise<void> {
  const local = new Date(Date.parse(instant) + ZONE_MS).toISOString();
  await page.getByLabel('Ngày', { exact: true }).fill(local.slice(0, 10));
  await page.getByLabel('Giờ', { exact: true }).fill(local.slice(11, 16));
}

const broadcast = (id = '') => desk.asked('officer', 'GET', `/broadcasts/${id}`);

describe.skipIf(!hasChromium())('a time at which something else sounds', () => {
  it('is told in words beside the button, before anything is sent', async () => {
    const { title, startAt } = await broadcast(desk.stage.life?.broadcastIds.soon);
    const { context, page } = await desk.visit('officer', '/soan-tin');
    await paste(page, TEXT);
    await chooseTime(page, startAt);
    const told = page.getByRole('status').filter({ hasText: 'Trùng giờ với tin khác' });
    await told.waitFor();
    // without anybody having scrolled
    expect((await told.boundingBox())?.y).toBeLessThan(page.viewportSize()?.height ?? 0);
    await told.getByRole('link').click();
    await page.getByText(new RegExp(`phải chờ "${title}"`)).waitFor();
    await chooseTime(page, new Date(Date.parse(startAt) + 5 * 3600_000).toISOString());
    await told.waitFor({ state: 'hidden' });
    await context.close();
  }, 120_000);

  it('of a schedule is taken only when somebody says so', async () => {
    const { communeId } = await broadcast(desk.stage.life?.broadcastIds.soon);
    const day = new Date(Date.now() + ZONE_MS + 86_400_000).toISOString().slice(0, 10);
    await desk.asked('approver', 'POST', '/schedules', {
      ...{ communeId, kind: 'session', name: 'Buổi chiều', targets: { areaIds: [communeId] } },
      recurrence: { startDate: day, time: '18:30', rrule: 'FREQ=DAILY' },
      ...{ windowMinutes: 20, programme: [{ kind: 'bulletin', bulletinId: desk.stage.life?.bulletinIds[0] }] },
    });
    const { context, page } = await desk.visit('officer', '/soan-tin');
    await paste(page, TEXT);
    await page.getByText('Nhiều lần', { exact: true }).click();
    await page.getByLabel('Từ ngày').fill(day);
    await page.getByLabel('Giờ', { exact: true }).fill('18:30');
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByRole('button', { name: 'Vẫn đặt lịch' }).waitFor(MADE);
    await page
      .getByText(/"Buổi chiều"/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Vẫn đặt lịch' }).click();
    await page.getByRole('heading', { name: 'Đã đặt lịch phát' }).waitFor(MADE);
    await context.close();
  }, 300_000);
});

describe.skipIf(!hasChromium())("a commune's own template", () => {
  it('is written with its fields, tried, used for a text, put away and taken back', async () => {
    const { context, page, errors } = await desk.visit('officer', '/soan-tin/mau/moi');
    await page.getByLabel('Tên mẫu').fill('Họp chi hội');
    await page.getByLabel(/^Lời đọc/).fill('Mời hội viên dự họp về {nội dung họp}, lúc {giờ họp}.');
    expect(await page.getByLabel('Kiểu của ô giờ họp').inputValue()).toBe('time');
    const trial = page.getByRole('region', { name: 'Thử mẫu' });
    await trial.getByLabel('Nội dung họp').fill('thu hoạch');
    await trial.getByLabel('Giờ họp').fill('19:30');
    await trial.getByText('Mời hội viên dự họp về thu hoạch, lúc 19 giờ 30 phút.').waitFor(MADE);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('link', { name: 'Dùng mẫu Họp chi hội' }).click();
    await page.getByLabel('Nội dung họp').fill('thu hoạch');
    await page.getByLabel('Giờ họp').fill('19:30');
    await page.getByRole('button', { name: 'Dùng mẫu này' }).click();
    const text = page.getByLabel('Nội dung', { exact: true });
    await expect.poll(() => text.inputValue()).toBe('Mời hội viên dự họp về thu hoạch, lúc 19 giờ 30 phút.');
    await page.goto(`${desk.stage.url}/soan-tin/mau`);
    await page.getByRole('button', { name: 'Cất đi mẫu Họp chi hội' }).click();
    await page.getByRole('button', { name: 'Lấy lại mẫu Họp chi hội' }).waitFor();
    await page.getByRole('button', { name: 'Hoàn tác', exact: true }).click();
    await page.getByRole('link', { name: 'Dùng mẫu Họp chi hội' }).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  }, 240_000);
});

describe.skipIf(!hasChromium())('what the approver gives back', () => {
  it('leads from the first page to the text, with the reason, and is sent again', async () => {
    const { life } = desk.stage;
    const approver = await desk.visit('approver', `/cho-duyet/${life?.approvalId}`);
    await approver.page.getByRole('button', { name: 'Trả lại' }).click();
    await approver.page.getByLabel('Lý do').fill('Ghi rõ địa điểm họp');
    await approver.page.getByRole('button', { name: 'Trả lại' }).click();
    await approver.page.getByText(/^Đã trả lại/).waitFor();
    await approver.context.close();

    const { context, page, settled } = await desk.visit('officer', '/');
    const before = await broadcast(life?.broadcastIds.waiting);
    await page.getByRole('link', { name: 'Sửa và gửi lại' }).click();
    await page.getByText('Ghi rõ địa điểm họp').waitFor();
    await settled();
    expect(await page.getByLabel('Nội dung').inputValue()).toContain('lịch tiêm phòng dại');
    expect(await page.getByLabel('Tên bản tin').inputValue()).toBe(before.title);
    const local = new Date(Date.parse(before.startAt) + ZONE_MS).toISOString();
    expect(await page.getByLabel('Giờ', { exact: true }).inputValue()).toBe(local.slice(11, 16));
    await page.getByText('5 thôn', { exact: false }).first().waitFor();
    await page.getByLabel('Nội dung').fill('Mời bà con họp thôn tại nhà văn hóa thôn.');
    await page.getByRole('button', { name: 'Gửi duyệt' }).click();
    await page.getByRole('heading', { name: 'Đã gửi duyệt' }).waitFor(MADE);
    await page.goto('/');
    await page.getByText(/Bị trả lại|Trả lại/).waitFor({ state: 'detached' });
    const { approvals } = await desk.asked('officer', 'GET', `/approvals?subjectId=${before.id}`);
    expect(approvals.map(({ state }: { state: string }) => state)).toContain('submitted');
    expect((await broadcast(before.id)).startAt).toBe(before.startAt);
    await context.close();
  }, 300_000);
});

describe.skipIf(!hasChromium())('a recording with silence around it', () => {
  it('is uploaded, warned of, cut, and brought back', async () => {
    const speech = await decodeByFfmpeg(fixture('speech.mp3'), 'other');
    const recording = new Float64Array(11 * 48_000 + speech.length);
    recording.set(speech, 5 * 48_000);
    const { context, page } = await desk.visit('officer', '/soan-tin');
    await page.getByText('Tải tệp lên', { exact: true }).click();
    const buffer = wavOf([recording], 48_000);
    await page.locator('input[type=file]').setInputFiles({ name: 'Thông báo.wav', mimeType: 'audio/wav', buffer });
    const length = page.getByText(/^Bản ghi âm dài/);
    await length.waitFor(MADE);
    const warning = page.getByText('Đoạn đầu im lặng 5 giây. Cắt bớt trước khi phát.');
    await warning.waitFor();
    const whole = await length.innerText();
    await page.getByRole('button', { name: 'Cắt khoảng lặng hai đầu' }).click();
    await page.getByText('Đã cắt khoảng lặng hai đầu.').waitFor(MADE);
    await warning.waitFor({ state: 'detached' });
    expect(await length.innerText()).not.toBe(whole);
    await page.getByRole('button', { name: 'Hoàn tác', exact: true }).click();
    await page.getByText('Đã trở lại bản trước.').waitFor(MADE);
    await warning.waitFor();
    expect(await length.innerText()).toBe(whole);
    await context.close();
  }, 600_000);
});

describe.skipIf(!hasChromium())('a recording that was shouted', () => {
  it('goes on where its upload broke off, by its own name; is warned of, made louder, and brought back', async () => {
    const speech = await decodeByFfmpeg(fixture('speech.mp3'), 'other');
    const shouted = speech.map((sample) => Math.max(-1, Math.min(1, sample * 30)));
    const { context, page } = await desk.visit('officer', '/soan-tin');
    const begun: (string | undefined)[] = [];
    let broken = 0;
    await context.route('**/bulletins/uploads**', async (route) => {
      const request = route.request();
      if (request.method() === 'POST')
        begun.push(await request.headerValue('upload-metadata').then((text) => text ?? ''));
      if (request.method() !== 'PATCH' || broken > 0) return route.continue();
      broken++;
      return route.fulfill({ status: 500, contentType: 'application/json', body: '{}' });
    });
    await page.getByText('Tải tệp lên', { exact: true }).click();
    const buffer = wavOf([Float64Array.from(shouted)], 48_000);
    await page.locator('input[type=file]').setInputFiles({ name: 'Kêu gọi.wav', mimeType: 'audio/wav', buffer });
    await page.getByRole('alert').getByRole('button', { name: 'Thử lại' }).click();
    await page.getByText(/^Bản ghi âm dài/).waitFor(MADE);
    expect(begun).toEqual([expect.stringContaining(Buffer.from('Kêu gọi.wav').toString('base64'))]);
    await page.getByText('Bản ghi bị vỡ tiếng. Nghe lại trước khi phát.').waitFor();
    const gain = async () => {
      const { bulletins } = await desk.asked('officer', 'GET', '/bulletins?limit=1');
      return (await desk.asked('officer', 'GET', `/bulletins/${bulletins[0].id}/analysis`)).repair.gainDb;
    };
    await page.getByRole('button', { name: 'To hơn' }).click();
    await page.getByText('Đã tăng độ to.').waitFor(MADE);
    expect(await gain()).toBe(3);
    await page.getByRole('button', { name: 'Hoàn tác', exact: true }).click();
    await page.getByText('Đã trở lại bản trước.').waitFor(MADE);
    expect(await gain()).toBeUndefined();
    await context.close();
  }, 600_000);
});
