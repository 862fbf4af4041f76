/** What an officer and an approver do every day, and what must work on the day on which it counts. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { axeFaults } from '../../support/console/axe.ts';
import { openBrowser, openContext } from '../../support/console/browser.ts';
import { LOOKS, type Look, lookName } from '../../support/console/looks.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { missingWords, overflow } from '../../support/console/page-checks.ts';
import { SEAT_IDS, type SeatRole } from '../../support/console/seats.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { signedIn } from '../../support/people.ts';

const PHONE: Partial<Look> = { device: 'phone' };
/** A loaded machine, and a voice that is made anew. */
const SOON = { timeout: 60_000 };
/** Where its audio does not lie ready yet it is spoken first. */
const MADE = { timeout: 150_000 };
const HOLD_MS = 2400;

let stage: Stage;
let browser: Browser;

describe.skipIf(!hasChromium())('the day in the console', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    stage = await openStage();
    browser = await openBrowser();
    await approveOthers();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  /** What the approver has planned somebody else approves; what the officer has planned goes on waiting. */
  const approveOthers = async () => {
    const deputy = signedIn('pho');
    const { approvals } = (await stage.app.call('GET', '/approvals?mine=true', undefined, deputy)).body;
    for (const { id, bindingHash } of approvals) {
      if (id === stage.life?.approvalId) continue;
      await stage.app.call('POST', `/approvals/${id}/decisions`, { decision: 'approve', bindingHash }, deputy);
    }
  };
  const open = async (role: SeatRole, path: string, look: Partial<Look> = {}) => {
    const context = await openContext(browser, { url: stage.url, cookie: stage.cookies[role] }, look);
    const opened = await openPage(context, path);
    return { ...opened, close: () => context.close() };
  };
  const asked = async (path: string, role: SeatRole = 'officer') =>
    (await stage.app.call('GET', path, undefined, signedIn(SEAT_IDS[role]))).body;

  it.each(LOOKS)('shows what sounds, what comes and what waits: $device $scheme $language', async (look) => {
    const { page, errors, failed, close } = await open('approver', '/', look);
    const { title } = await asked(`/broadcasts/${stage.life?.broadcastIds.onAir}`);
    await page.getByText(title).first().waitFor(SOON);
    const main = page.locator('main');
    expect(await main.locator('h2').count(), lookName(look)).toBe(4);
    expect(await main.getByRole('link', { name: /Nghe · Duyệt|Listen · Approve/ }).count()).toBe(1);
    expect([...errors, ...failed, ...(await overflow(page)), ...(await missingWords(page))]).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await close();
  });

  it('has Dừng and Khẩn cấp at hand when the network is gone, though neither was opened before', async () => {
    const { page, close } = await open('approver', '/', PHONE);
    const has = (chunk: string) =>
      page.waitForFunction(
        (name) => performance.getEntriesByType('resource').some((each) => each.name.includes(name)),
        chunk,
        SOON,
      );
    await Promise.all([has('stop-dialog'), has('emergency-page')]);
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Dừng', exact: true }).click();
    await page.getByRole('dialog', { name: 'Dừng' }).waitFor(SOON);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Khẩn cấp', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: /khẩn cấp/i }).waitFor(SOON);
    await close();
  });

  it('lets an approver hear and approve on a phone with three taps at most', async () => {
    const { page, close } = await open('approver', '/', PHONE);
    const taps = tapping();
    await taps.tap(page.getByRole('link', { name: 'Nghe · Duyệt' }));
    await page.getByText(/Duyệt rồi sẽ phát/).waitFor(SOON);
    expect(await page.locator('audio').count()).toBeGreaterThan(0);
    await taps.tap(page.getByRole('button', { name: 'Duyệt', exact: true }));
    await page.getByText(/^Đã duyệt/).waitFor(SOON);
    expect(taps.count).toBeLessThanOrEqual(3);
    expect((await asked(`/approvals/${stage.life?.approvalId}`)).state).toBe('approved');
    await close();
  });

  it('stops what sounds, and says what that met', async () => {
    const { page, close } = await open('officer', '/lich');
    const id = stage.life?.broadcastIds.onAir;
    const { title } = await asked(`/broadcasts/${id}`);
    await page.getByRole('button', { name: 'Dừng', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Dừng “${title}”` })
      .click();
    await page.getByRole('dialog').getByRole('status').filter({ hasText: title }).waitFor(SOON);
    expect((await asked(`/broadcasts/${id}`)).state).toBe('cancelled');
    await close();
  });

  it('locks in silence, red on every page until it is lifted, and lifts', async () => {
    const { page, close } = await open('officer', '/');
    const other = await open('technician', '/');
    await page.getByRole('button', { name: 'Dừng', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Khoá im lặng…' }).click();
    await dialog.getByLabel(/Lý do/).fill('Loa hú');
    await dialog.getByRole('button', { name: 'Khoá im lặng', exact: true }).click();
    const banner = 'Đang khoá im lặng Xã Ngọc Thiện: Loa hú';
    await page.getByText(banner).first().waitFor(SOON);
    // by an event: it is asked for anew only every half minute
    await other.page.getByText(banner).first().waitFor({ timeout: 10_000 });
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Gỡ khoá' }).click();
    await page.getByText(/^Đã gỡ khoá/).waitFor(SOON);
    await page.getByRole('list', { name: 'Khoá im lặng' }).waitFor({ ...SOON, state: 'detached' });
    await other.page.getByText(banner).first().waitFor({ timeout: 10_000, state: 'detached' });
    await close();
    await other.close();
  });

  it('sends an emergency from the start page of a phone with four taps at most, and names whom to call', async () => {
    const { database } = stage.app;
    await database.person.update({ where: { id: SEAT_IDS['hamlet-head'] }, data: { phone: '+84912345678' } });
    const { page, close } = await open('officer', '/', PHONE);
    const taps = tapping();
    await taps.tap(page.getByRole('link', { name: 'Khẩn cấp', exact: true }));
    await taps.tap(page.getByText('Sạt lở, lũ quét'));
    const button = page.getByRole('button', { name: /Phát khẩn cấp/ });
    await page.mouse.move(...(await middleOf(button)));
    await page.mouse.down();
    await page.waitForTimeout(HOLD_MS / 3);
    await page.mouse.up();
    expect(await asked('/emergencies')).toMatchObject({ active: [] });
    // as a screen reader presses, which cannot hold: once does nothing yet
    await button.evaluate((pressed: HTMLElement) => pressed.click());
    await button.getByText('Bấm lần nữa').waitFor(SOON);
    expect(await asked('/emergencies')).toMatchObject({ active: [] });
    await taps.hold(page, button);
    await page.waitForURL(/\/khan-cap\/.+/, SOON);
    await page
      .getByText(/cụm đã phát/)
      .first()
      .waitFor(MADE);
    expect(taps.count).toBeLessThanOrEqual(4);
    expect((await asked('/emergencies')).active).toHaveLength(1);
    const head = page.locator('a[href="tel:+84912345678"]');
    await head.first().waitFor(SOON);
    expect(await head.count()).toBe(1);
    expect(await axeFaults(page)).toEqual([]);
    const approver = await open('approver', new URL(page.url()).pathname, PHONE);
    await approver.page.getByLabel('Lý do').fill('Nước lũ về nhanh');
    await approver.page.getByRole('button', { name: 'Giải trình' }).click();
    await approver.page.getByText(/đã giải trình/).waitFor(SOON);
    await taps.tap(page.getByRole('button', { name: 'Kết thúc tin khẩn cấp' }));
    await page.getByText('Đã dừng', { exact: false }).first().waitFor(SOON);
    expect((await asked('/emergencies')).active).toEqual([]);
    await close();
    await approver.close();
  });

  it('asks for what a prepared text leaves open, one line each, and reads it out before it is sent', async () => {
    const { page, errors, close } = await open('officer', '/khan-cap', PHONE);
    await page.getByRole('radio', { name: /^Cháy\b(?!.*lớn)/ }).check();
    await page.getByText('Điền các ô có dấu *.').waitFor(SOON);
    const button = page.getByRole('button', { name: 'Phát khẩn cấp' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Nơi cháy').fill('xưởng gỗ thôn Trại');
    await page.getByText('Bà con ở gần xưởng gỗ thôn Trại rời khỏi khu vực ngay.').waitFor(SOON);
    expect(await button.isEnabled()).toBe(true);
    expect([...errors, ...(await overflow(page)), ...(await axeFaults(page))]).toEqual([]);
    await page.getByRole('switch', { name: /^Diễn tập/ }).click();
    const { x, y } = await scrolledTo(page.getByRole('button', { name: 'Phát diễn tập' }));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.waitForTimeout(HOLD_MS);
    await page.mouse.up();
    await page.waitForURL(/\/khan-cap\/.+/, SOON);
    const sent = await asked(new URL(page.url()).pathname.replace('khan-cap', 'emergencies'));
    expect(sent).toMatchObject({ drill: true, title: 'Khẩn cấp: cháy tại xưởng gỗ thôn Trại' });
    await close();
  });
});

async function scrolledTo(place: Locator): Promise<{ x: number; y: number }> {
  await place.scrollIntoViewIfNeeded();
  const [x, y] = await middleOf(place);
  return { x, y };
}

async function middleOf(place: Locator): Promise<[number, number]> {
  const box = await place.boundingBox();
  if (box === null) throw new Error('it is not shown');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Counts what a finger does. */
function tapping() {
  const done = {
    count: 0,
    async tap(place: Locator): Promise<void> {
      await place.waitFor(SOON);
      await place.tap();
      done.count += 1;
    },
    async hold(page: Page, place: Locator): Promise<void> {
      await page.mouse.move(...(await middleOf(place)));
      await page.mouse.down();
      await page.waitForTimeout(HOLD_MS);
      await page.mouse.up();
      done.count += 1;
    },
  };
  return done;
}
