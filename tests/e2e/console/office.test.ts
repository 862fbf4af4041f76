/** What an office does now and then: closes a month, keeps a relay source, invites somebody; a computer of two, and one without a network. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import readXlsx from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../../support/chromium.ts';
import { openContext, signIn } from '../../support/console/browser.ts';
import { openPage } from '../../support/console/opened-page.ts';
import { setUpApp, takeAccount } from '../../support/console/own-account.ts';
import { visits } from '../../support/console/visits.ts';
import { OddRadio } from '../../support/odd-radio.ts';

const LATER = { timeout: 60_000 };
const ADDRESS = 'moi@xa.example';
const PASSWORD = 'loa đầu làng rất to';

const desk = visits();

async function saved(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return file.path();
}

async function writeLine(dialog: Locator, title: string, until: string): Promise<void> {
  await dialog.getByLabel('Tên tin, bài').fill(title);
  await dialog.getByLabel('Từ').fill('07:00');
  await dialog.getByLabel('Đến').fill(until);
}

describe.skipIf(!hasChromium())('a month of the log', () => {
  const lastMonth = new Date(Date.now() - 32 * 86_400_000).toISOString().slice(0, 7);
  const path = `/nhat-ky?thang=${lastMonth}`;

  it('is written in, closed, corrected with a reason, and opens as PDF and as XLSX', async () => {
    const officer = await desk.visit('officer', path);
    await officer.page.getByRole('button', { name: 'Ghi tay' }).click();
    const dialog = officer.page.getByRole('dialog');
    await writeLine(dialog, 'Thông báo bằng loa tay', '07:05');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await officer.page.getByText('Đã ghi vào sổ.').waitFor();
    await officer.page.getByText('Thông báo bằng loa tay').waitFor();

    const approver = await desk.visit('approver', path);
    await approver.page.getByRole('button', { name: 'Chốt sổ tháng' }).click();
    await approver.page.getByRole('dialog').getByRole('button', { name: 'Chốt sổ' }).click();
    await approver.page.getByText(/Sổ đã chốt lúc .*Trần Văn Chủ/).waitFor();
    expect(await approver.page.getByRole('button', { name: 'Chốt sổ tháng' }).count()).toBe(0);
    await approver.context.close();

    const { page } = officer;
    await page.reload();
    await page.getByRole('button', { name: 'Đính chính' }).click();
    await writeLine(dialog, 'Thông báo bằng loa tay, thôn Trại', '07:10');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'nêu lý do' }).waitFor();
    await dialog.getByLabel('Dòng cần đính chính').selectOption({ index: 1 });
    await dialog.getByLabel('Lý do đính chính').fill('Ghi thiếu thôn');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Ghi thiếu thôn').waitFor();

    const sheets = await readXlsx(await saved(page, 'Tải XLSX'));
    for (const words of ['Thông báo bằng loa tay', 'Thông báo bằng loa tay, thôn Trại', 'Ghi thiếu thôn']) {
      expect(JSON.stringify(sheets)).toContain(words);
    }
    const pdf = await saved(page, 'Tải PDF');
    if (existsSync('/usr/bin/pdftotext')) {
      const text = execFileSync('pdftotext', ['-layout', pdf, '-']).toString().normalize('NFC').replace(/\s+/g, ' ');
      expect(text).toContain('Thông báo bằng loa tay, thôn Trại');
      expect(text).toContain('lý do: Ghi thiếu thôn');
    }
    await officer.context.close();
  }, 180_000);
});

describe.skipIf(!hasChromium())('a relay source', () => {
  it('that cannot be heard is kept switched off, and what is removed comes back', async () => {
    const { context, page } = await desk.visit('officer', '/truc-tiep');
    await page.getByRole('button', { name: 'Thêm nguồn' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tên nguồn').fill('VOV1');
    await dialog.getByLabel('Địa chỉ chính').fill('http://127.0.0.1:9/none');
    await dialog.getByRole('button', { name: 'Thử rồi lưu' }).click();
    await dialog.getByText(/Không nghe được\. Nguồn đã lưu nhưng chưa bật/).waitFor(LATER);
    await dialog.getByRole('button', { name: 'Thôi' }).click();
    const line = page.getByRole('article').filter({ hasText: 'VOV1' });
    await line.getByText('đang tắt').waitFor();
    await line.getByRole('button', { name: 'Bỏ nguồn' }).click();
    await page.getByText('Chưa có nguồn tiếp âm nào').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await line.getByText('đang tắt').waitFor();
    await context.close();
  }, 120_000);
});

describe.skipIf(!hasChromium())('a relay source that sounds', () => {
  it('is heard and measured, told of when it falls silent, and removed with a way back', async () => {
    const radio = await OddRadio.start();
    const address = radio.url('icy');
    const { context, page, errors } = await desk.visit('officer', '/truc-tiep');
    await page.getByRole('button', { name: 'Thêm nguồn' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tên nguồn').fill('Đài huyện');
    await dialog.getByLabel('Địa chỉ chính').fill(address);
    await dialog.getByRole('button', { name: 'Thử rồi lưu' }).click();
    await page.getByText('Đã lưu “Đài huyện” và nghe được.').waitFor(LATER);
    const line = page.getByRole('article').filter({ hasText: 'Đài huyện' });
    await line.getByText('đang bật').waitFor();
    const [, lufs = ''] =
      /^Nghe được: mp3 \((.+) LUFS\)\.$/.exec((await line.getByText(/^Nghe được: /).textContent()) ?? '') ?? [];
    // a sine of an eighth of full scale, which is ffmpeg's
    expect(Number(lufs.replace(',', '.'))).toBeCloseTo(-22, 0);
    await radio.stop();
    await line.getByRole('button', { name: 'Thử nghe' }).click();
    await line.getByText('Không nghe được lúc này.').waitFor(LATER);
    expect(await line.getByRole('listitem').first().textContent()).toContain(address);
    await line.getByRole('button', { name: 'Bỏ nguồn' }).click();
    await line.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await line.getByText('đang bật').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  }, 120_000);
});

describe.skipIf(!hasChromium())('somebody new', () => {
  it('is invited, gets another role and back, and comes in by the link, then by the password', async () => {
    const admin = await desk.visit('commune-administrator', '/cai-dat/nguoi');
    await admin.page.getByLabel('Họ và tên').fill('Lý Thị Mới');
    await admin.page.getByLabel('Điện thoại hoặc thư điện tử').fill(ADDRESS);
    await admin.page.getByLabel('Vai trò', { exact: true }).selectOption({ label: 'Kỹ thuật viên' });
    await admin.page.getByRole('button', { name: 'Mời', exact: true }).click();
    const told = admin.page.getByRole('status').filter({ hasText: 'Đường dẫn mời Lý Thị Mới' });
    await told.waitFor();
    const [link = ''] = /https?:\S+/.exec(await told.innerText()) ?? [];
    const role = admin.page.getByLabel('Vai trò của Lý Thị Mới');
    await role.selectOption({ label: 'Cán bộ soạn tin' });
    await admin.page.getByText('Lý Thị Mới nay là Cán bộ soạn tin.').waitFor();
    await admin.page.getByRole('button', { name: 'Hoàn tác' }).click();
    await admin.page.getByText('Đã hoàn tác.').waitFor();
    expect(await role.inputValue()).toBe('technician');
    await admin.context.close();

    const context = await openContext(desk.browser, { url: desk.stage.url });
    const { page } = await openPage(context, link);
    await page.getByLabel('Mật khẩu mới').fill(PASSWORD);
    await page.getByLabel('Nhập lại mật khẩu').fill(PASSWORD);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page
      .getByText('Đang đăng nhập: Lý Thị Mới')
      .or(page.getByRole('button', { name: /Lý Thị Mới/ }))
      .waitFor();
    await page.goto('/cum-loa');
    await page.getByRole('button', { name: /Lý Thị Mới/ }).click();
    await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
    await page.waitForURL(/dang-nhap/);
    await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(ADDRESS);
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.waitForURL((url) => !url.pathname.includes('/dang-nhap'));
    await page.goto('/cum-loa');
    await page.getByRole('button', { name: /Lý Thị Mới/ }).waitFor();
    await context.close();
  }, 180_000);
});

describe.skipIf(!hasChromium())('an approver who is new', () => {
  it('sets up a second factor before anything else, signs in with it, and approves by a link', async () => {
    const { places, life, url } = desk.stage;
    const invited = await desk.asked('commune-administrator', 'POST', '/accounts', {
      ...{ name: 'Cao Thị Duyệt', email: 'duyet@xa.example', roles: ['approver'], areaIds: [places?.communeId] },
    });
    const context = await openContext(desk.browser, { url });
    const { page } = await openPage(context);
    await takeAccount(page, invited.url, { password: PASSWORD });
    await page.goto('/');
    // nothing else opens before
    await page.waitForURL(/tai-khoan/);
    const app = await setUpApp(page);
    await page.goto('/cho-duyet');
    await page.getByRole('button', { name: /Cao Thị Duyệt/ }).click();
    await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
    await page.waitForURL(/dang-nhap/);
    await page.getByLabel('Số điện thoại hoặc thư điện tử').fill('duyet@xa.example');
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByLabel('Mã', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page
      .getByText(/[Mm]ã .*không đúng|[Mm]ã .*sai/)
      .first()
      .waitFor();
    await page.getByLabel('Mã', { exact: true }).fill(app.code());
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: /Cao Thị Duyệt/ }).waitFor();
    const path = `/approvals/${life?.approvalId}`;
    const link = await desk.asked('officer', 'POST', `${path}/link`, { approverId: invited.account.id });
    await page.goto(link.url);
    await page.locator('form:has(input[name="decision"][value="approve"]) button').first().click();
    await page.waitForLoadState('load');
    expect(await desk.asked('officer', 'GET', path)).toMatchObject({ state: 'approved' });
    await context.close();
  }, 180_000);
});

describe.skipIf(!hasChromium())('a computer of two', () => {
  it('keeps the draft of each for that person alone', async () => {
    const { url, cookies } = desk.stage;
    const { context, page } = await desk.visit('officer', '/soan-tin');
    await page.getByText('Gõ hoặc dán', { exact: true }).click();
    await page.getByLabel('Nội dung').fill('Mời bà con họp thôn tối mai.');
    await page.getByText('Đã lưu bản nháp trên máy này').waitFor();
    await context.clearCookies();
    await signIn(context, url, cookies['hamlet-head']);
    await page.goto('/soan-tin/ban-tin');
    await page.getByRole('heading', { name: 'Các bản tin' }).waitFor();
    await page.goto('/soan-tin');
    await page.getByText('Gõ hoặc dán', { exact: true }).click();
    expect(await page.getByLabel('Nội dung').inputValue()).toBe('');
    await context.clearCookies();
    await signIn(context, url, cookies.officer);
    await page.goto('/soan-tin');
    await page.getByLabel('Nội dung').waitFor();
    expect(await page.getByLabel('Nội dung').inputValue()).toBe('Mời bà con họp thôn tối mai.');
    await context.close();
  }, 120_000);
});

describe.skipIf(!hasChromium())('without a network', () => {
  it('the console opens, says so, and has what was written once the network is back', async () => {
    const { context, page } = await desk.visit('officer', '/soan-tin');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, LATER);
    await page.getByText('Gõ hoặc dán', { exact: true }).click();
    await page.getByLabel('Nội dung').fill('Mời bà con dự lễ.');
    await page.getByText('Đã lưu bản nháp trên máy này').waitFor();
    // what the page was made of is kept from its second opening on
    await page.reload();
    await page.getByLabel('Nội dung').waitFor();
    await context.setOffline(true);
    await page.reload();
    await page.getByText(/Không kết nối được máy chủ/).waitFor(LATER);
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByLabel('Nội dung').waitFor(LATER);
    expect(await page.getByLabel('Nội dung').inputValue()).toBe('Mời bà con dự lễ.');
    await context.close();
  }, 180_000);
});
