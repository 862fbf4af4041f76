/** The main flow of each role by keys alone: nothing here has a mouse. Where the focus is can be seen at every step, and is never lost. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { keysOf } from '../../support/console/keys.ts';
import type { SeatRole } from '../../support/console/seats.ts';
import { visits } from '../../support/console/visits.ts';
import { signedIn } from '../../support/people.ts';

/** A loaded machine, and a voice that is made anew. */
const MADE = { timeout: 150_000 };
const TEXT = 'Mời bà con thôn Trại họp thôn tối mai tại nhà văn hóa.';

const desk = visits();

async function atKeys(role: SeatRole, path: string) {
  const { context, page, settled, errors } = await desk.visit(role, path);
  await settled();
  return { context, page, settled, errors, keys: await keysOf(page) };
}

/** A new page begins at its title. */
const titleHasFocus = (page: Page) => page.waitForFunction(() => document.activeElement?.matches('main h1') === true);

const approvalOf = async (title: string) =>
  (await desk.asked('officer', 'GET', '/approvals?limit=50')).approvals.find((each: { title: string }) =>
    each.title.startsWith(title),
  );

const MINUTE = 60_000;

/** A broadcast of some hours later that one of the two clusters of a hamlet played, and the other missed, which is back since. */
async function missed(): Promise<{ id: string; title: string }> {
  const { app, places, life } = desk.stage;
  const start = Date.now() + 4 * 60 * MINUTE;
  app.setNow(start);
  const [played, absent] = places?.clusters.filter(({ hamletId }) => hamletId === places.hamletIds[2]) ?? [];
  const { broadcast, approvalId } = await desk.asked('approver', 'POST', '/broadcasts', {
    ...{ bulletins: [{ bulletinId: life?.bulletinIds.at(-1) }], start: 'now' },
    targets: { clusterIds: [played?.id, absent?.id] },
  });
  if (approvalId !== undefined) {
    const { bindingHash } = await desk.asked('approver', 'GET', `/approvals/${approvalId}`);
    const headers = signedIn('pho');
    await app.call('POST', `/approvals/${approvalId}/decisions`, { decision: 'approve', bindingHash }, headers);
  }
  const head = { broadcastId: broadcast.id, clusterId: played?.id ?? '', run: 1, version: 1, state: 'finished' };
  const body = { ...head, items: [{ index: 0, playedMs: 60_000 }], outputLevelDbfs: -20 };
  const at = (ms: number) => new Date(start + ms);
  await app.database.receiptRow.create({
    data: { ...head, deviceId: 'd', storeId: 's', number: 1n, body, receivedAt: at(MINUTE) },
  });
  const data = { online: true, onlineSince: at(10 * MINUTE) };
  await app.database.device.update({ where: { id: absent?.deviceId ?? '' }, data });
  app.setNow(start + 20 * MINUTE);
  return broadcast;
}

describe.skipIf(!hasChromium())('by keys alone', () => {
  it('an officer goes from Hôm nay to a bulletin, chooses hamlets and a time, and sends it', async () => {
    const { context, page, keys, errors } = await atKeys('officer', '/');
    await keys.press('Tab');
    expect(await keys.focused()).toEqual({ role: 'link', name: 'Đến nội dung' });
    await keys.press('Enter');
    await keys.tabTo('link', 'Soạn tin');
    await keys.press('Enter');
    // ready to be pasted into
    await page.waitForFunction(() => document.activeElement?.matches('main textarea') === true);
    await keys.tabTo('textbox', 'Nội dung');
    await keys.type(TEXT);
    await keys.tabTo('checkbox', 'Cả xã Ngọc Thiện');
    await keys.press('Space');
    await keys.tabTo('checkbox', 'Thôn Trại');
    await keys.press('Space');
    await keys.tabTo('button', 'Gửi duyệt');
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'Đã gửi duyệt' }).waitFor(MADE);
    await titleHasFocus(page);
    const { id } = await approvalOf('Mời bà con thôn Trại');
    expect(await desk.asked('approver', 'GET', `/approvals/${id}`)).toMatchObject({
      ...{ state: 'submitted', hamlets: [{ name: 'Trại' }] },
    });
    expect([...keys.faults, ...errors]).toEqual([]);
    await context.close();
  }, 240_000);

  it('an approver hears and approves one, and gives the other back with a reason', async () => {
    const { context, page, settled, keys } = await atKeys('approver', `/cho-duyet/${desk.stage.life?.approvalId}`);
    await keys.tabTo('Audio', /^Nghe/);
    await keys.press('Space');
    await page.waitForFunction(() => document.querySelector('audio')?.paused === false);
    await keys.tabTo('button', 'Duyệt');
    await keys.press('Enter');
    await page.getByText(/^Đã duyệt/).waitFor();
    await titleHasFocus(page);
    const { id } = await approvalOf('Mời bà con thôn Trại');
    await settled();
    await keys.tabTo('link', 'Nghe · Duyệt');
    await keys.press('Enter');
    await page.waitForURL(new RegExp(id));
    await titleHasFocus(page);
    await settled();
    await keys.tabTo('button', 'Trả lại');
    await keys.press('Enter');
    await keys.tabTo('textbox', 'Lý do trả lại', 0);
    await keys.type('Ghi rõ giờ họp');
    await keys.tabTo('button', 'Trả lại');
    await keys.press('Enter');
    await page.getByText(/^Đã trả lại/).waitFor();
    await titleHasFocus(page);
    expect(await desk.asked('officer', 'GET', `/approvals/${id}`)).toMatchObject({ state: 'returned' });
    expect(keys.faults).toEqual([]);
    await context.close();
  }, 120_000);

  it('Dừng opens, keeps the focus in its window, and gives it back', async () => {
    const { context, page, keys } = await atKeys('officer', '/lich');
    await keys.tabTo('button', 'Dừng');
    await keys.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Dừng' });
    await dialog.waitFor();
    for (let count = 0; count < 8; count++) {
      await keys.press('Tab');
      expect(await dialog.evaluate((window) => window.contains(document.activeElement))).toBe(true);
    }
    await keys.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Dừng') === true);
    await context.close();
  }, 60_000);

  it('an emergency is chosen, held by a key for two seconds, watched and ended', async () => {
    const { context, page, settled, keys } = await atKeys('officer', '/');
    await keys.tabTo('link', 'Khẩn cấp');
    await keys.press('Enter');
    await titleHasFocus(page);
    await settled();
    await keys.tabTo('radio', /./);
    await keys.press('ArrowDown');
    await keys.press('ArrowUp');
    await keys.tabTo('radio', 'Toàn bộ địa bàn');
    await keys.press('ArrowDown');
    await keys.tabTo('checkbox', /Trại$/);
    await keys.press('Space');
    await keys.tabTo('button', /^Phát khẩn cấp/);
    await keys.press('Space');
    await keys.press('Enter');
    await keys.hold('Enter', 700);
    expect(await desk.asked('officer', 'GET', '/emergencies')).toMatchObject({ active: [] });
    await keys.hold('Enter');
    await page.waitForURL(/\/khan-cap\/.+/);
    await titleHasFocus(page);
    expect((await desk.asked('officer', 'GET', '/emergencies')).active).toHaveLength(1);
    await keys.tabTo('button', 'Kết thúc tin khẩn cấp');
    await keys.press('Enter');
    await page.getByText('Đã dừng', { exact: false }).first().waitFor();
    expect(await desk.asked('officer', 'GET', '/emergencies')).toMatchObject({ active: [] });
    await page.waitForFunction(() => document.activeElement !== document.body);
    expect(keys.faults).toEqual([]);
    await context.close();
  }, 120_000);

  it('a technician goes from the list to a cluster, plays a tone and hears of the answer', async () => {
    const { context, page, settled, keys } = await atKeys('technician', '/cum-loa');
    await keys.press('/');
    await keys.type('cum 02');
    await page.waitForFunction(() => document.querySelectorAll('a[data-row]').length === 1);
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await titleHasFocus(page);
    await settled();
    await keys.tabTo('button', 'Phát tiếng thử');
    await keys.press('Enter');
    await page.getByText(/hộ nghe thấy. Không rút lại được/).waitFor();
    await keys.tabTo('button', /^Phát tiếng thử Giữ 2 giây/);
    await keys.hold(' ');
    // a broadcast of the stage is on air or about to be: the reason goes on the record
    const reason = page.getByLabel('Vì sao vẫn làm');
    await Promise.race([reason.waitFor(), page.getByText('đang chờ thiết bị trả lời').waitFor()]);
    if (await reason.isVisible()) {
      await keys.tabTo('textbox', 'Vì sao vẫn làm');
      await keys.type('dân báo mất tiếng');
      await keys.tabTo('button', /^Vẫn làm/);
      await keys.hold('Enter');
      await page.getByText('đang chờ thiết bị trả lời').waitFor();
    }
    const [{ id }] = (await desk.asked('technician', 'GET', '/clusters/cum-02/commands')).commands;
    await desk.stage.app.report('may-02', { kind: 'command-answer', commandId: id, outcome: 'done' });
    await page.getByText('Thiết bị đã làm xong').waitFor();
    await page.waitForFunction(() => document.activeElement !== document.body);
    expect(keys.faults).toEqual([]);
    await context.close();
  }, 120_000);

  it('an approver plays again from Hôm nay what was missed, and takes it back', async () => {
    const { id, title } = await missed();
    const { context, page, keys } = await atKeys('approver', '/');
    const need = page
      .getByRole('listitem')
      .filter({ hasText: `: ${title}` })
      .filter({ hasText: 'lỡ lượt' });
    await need.getByText(/^Phát ngay .* ở 1 cụm loa, \d+ hộ\.$/).waitFor();
    await keys.tabTo('button', /^Phát bù/);
    await keys.hold(' ');
    await page.getByText(`Đã cho phát bù “${title}”.`).waitFor();
    await need.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement !== document.body);
    const { broadcasts } = await desk.asked('approver', 'GET', '/broadcasts?limit=50');
    const again = broadcasts.find((each: { makeUpOf?: string }) => each.makeUpOf === id);
    expect(again).toMatchObject({ clusters: 1 });
    await keys.press('Control+z');
    await page.getByText('Đã hoàn tác.').waitFor();
    await need.waitFor();
    expect(await desk.asked('approver', 'GET', `/broadcasts/${again.id}`)).toMatchObject({ state: 'cancelled' });
    expect(keys.faults).toEqual([]);
    await context.close();
  }, 120_000);

  it('an administrator invites somebody', async () => {
    const { context, page, keys } = await atKeys('commune-administrator', '/');
    await keys.tabTo('button', /Vũ Quang Trị/);
    await keys.press('Enter');
    await page.getByRole('menuitem', { name: 'Cài đặt' }).waitFor();
    await keys.press('c');
    for (let count = 0; count < 10 && (await keys.focused()).name !== 'Cài đặt'; count++) await keys.press('ArrowDown');
    await keys.press('Enter');
    await titleHasFocus(page);
    await keys.tabTo('link', /Người|người/);
    await keys.press('Enter');
    await page.getByLabel('Họ và tên').waitFor();
    await keys.tabTo('textbox', 'Họ và tên');
    await keys.type('Lý Thị Phím');
    await keys.tabTo('textbox', 'Điện thoại hoặc thư điện tử');
    await keys.type('phim@xa.example');
    await keys.tabTo('combobox', 'Vai trò');
    await keys.press('K');
    await keys.tabTo('button', 'Mời');
    await keys.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Đường dẫn mời Lý Thị Phím' }).waitFor();
    await page.waitForFunction(() => document.activeElement !== document.body);
    expect(keys.faults).toEqual([]);
    await context.close();
  }, 60_000);
});
