import { beforeAll, describe, expect, it } from 'vitest';
import { firstAdministrator, newPhone, PASSWORD, type Somebody } from '../../support/identity/accounts.ts';
import { Browser } from '../../support/identity/browser.ts';
import { sharedApp } from '../../support/identity/shared-app.ts';

const shared = sharedApp();
let owner: Somebody & { codes: string[] };
const phone = newPhone();
const browserOf = () => new Browser(shared.app, { 'accept-language': 'vi' });
let browser: Browser;
let url: string;
let recovery: string[];

const field = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
const formsOf = (text: string): string[] =>
  [...text.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action ?? '');

beforeAll(async () => {
  owner = await firstAdministrator(shared.app);
  const asked = { name: 'Trương "T" <i>', roles: ['approver'], areaIds: 'everywhere', phone };
  const { body } = await owner.browser.call('POST', '/accounts', asked);
  url = new URL(body.url).pathname;
  expect(body.messages.sms.length).toBeLessThanOrEqual(160);
  expect(body.messages.zalo).toContain(body.url);
  browser = browserOf();
});

describe('pages', () => {
  it('an invitation greets its person, says what is wrong, and leads to the account', async () => {
    const opened = await browser.page(url);
    expect(opened.status).toBe(200);
    expect(opened.text).toContain('Chào Trương &quot;T&quot; &lt;i&gt;');
    expect(opened.text).toContain('<html lang="vi">');
    expect((await browser.page(`${url}?lang=en`)).text).toContain('Welcome, Trương');
    const differing = await browser.page(url, { password: PASSWORD, again: 'khác' });
    expect([differing.status, differing.text.includes('khác nhau')]).toEqual([422, true]);
    const easy = await browser.page(url, { password: 'matkhau123', again: 'matkhau123' });
    expect([easy.status, easy.text.includes('dễ đoán')]).toEqual([422, true]);
    const done = await browser.page(url, { password: PASSWORD, again: PASSWORD });
    expect([done.status, done.headers.location]).toEqual([303, '/tai-khoan']);
    expect((await browserOf().page(url)).status).toBe(404);
  });

  it('an approver is led to a second factor, and nothing else opens before', async () => {
    expect((await browser.call('GET', '/areas')).body.code).toBe('second-factor-missing');
    const account = await browser.page('/tai-khoan');
    expect(account.text).toContain('Cần xác thực hai bước');
    const app = await browser.page('/tai-khoan/hai-buoc');
    expect(app.text).toContain('<svg');
    const sealed = field(app.text, 'sealed');
    const wrong = await browser.page('/tai-khoan/hai-buoc', { sealed, code: '000000' });
    expect([wrong.status, field(wrong.text, 'sealed')]).toEqual([401, sealed]);
    const key = /class="key">([^<]*)</.exec(wrong.text)?.[1] ?? '';
    browser.useApp(key.replaceAll(' ', ''));
    const codes = await browser.page('/tai-khoan/hai-buoc', { sealed, code: browser.code() });
    recovery = /<pre>([^<]*)<\/pre>/.exec(codes.text)?.[1]?.split('\n') ?? [];
    expect(recovery).toHaveLength(10);
    expect((await browser.call('GET', '/areas')).status).toBe(200);
  });

  it('signing in asks for the code, then not on a browser that is remembered', async () => {
    const other = browserOf();
    const wrong = await other.page('/dang-nhap', { name: phone, password: 'sai' });
    expect([wrong.status, field(wrong.text, 'name') || wrong.text.includes(`value="${phone}"`)]).toEqual([401, true]);
    const step = await other.page('/dang-nhap', { name: phone, password: PASSWORD });
    const ticket = field(step.text, 'ticket');
    const bad = await other.page('/dang-nhap/ma', { ticket, code: '000000', remember: '1' });
    expect([bad.status, field(bad.text, 'ticket')]).toEqual([401, ticket]);
    const done = await other.page('/dang-nhap/ma', { ticket, code: recovery[0] ?? '', remember: '1' });
    expect([done.status, done.headers.location]).toEqual([303, '/']);
    const account = await other.page('/tai-khoan');
    expect(account.text).toContain('Máy không hỏi mã');
    const left = await other.page('/tai-khoan/dang-xuat', {});
    expect([left.status, left.headers['clear-site-data']]).toEqual([303, '"cache", "storage"']);
    expect((await other.page('/tai-khoan')).headers.location).toBe('/dang-nhap');
    expect((await other.page('/dang-nhap', { name: phone, password: PASSWORD })).status).toBe(303);
    const forget = formsOf((await other.page('/tai-khoan')).text).find((action) => action.includes('/may/')) ?? '';
    expect((await other.page(forget, {})).status).toBe(303);
    await other.page('/tai-khoan/dang-xuat', {});
    expect((await other.page('/dang-nhap', { name: phone, password: PASSWORD })).text).toContain('Nhập mã xác thực');
  });

  it('changes of the account ask for the password after a while, and go on where they were', async () => {
    shared.app.setNow(Date.now() + 11 * 60_000);
    const asked = await browser.page('/tai-khoan/hai-buoc');
    expect(asked.text).toContain('Xác nhận mật khẩu');
    expect(field(asked.text, 'next')).toBe('/tai-khoan/hai-buoc');
    const wrong = await browser.page('/tai-khoan/xac-nhan', { password: 'sai', next: '/tai-khoan/hai-buoc' });
    expect(wrong.status).toBe(403);
    const away = await browser.page('/tai-khoan/xac-nhan', { password: PASSWORD, next: 'https://evil.example' });
    expect(away.headers.location).toBe('/tai-khoan');
    expect((await browser.page('/tai-khoan/hai-buoc')).text).toContain('<svg');
    shared.app.setNow(undefined);
  });

  it('whoever has to set the system up enters a name and a number', async () => {
    const { token } = await shared.app.useCases.linkMaker.setUp();
    const fresh = browserOf();
    const form = { name: 'Người Khác', phone: '12', email: '', password: PASSWORD, again: PASSWORD };
    const refused = await fresh.page(`/thiet-lap/${token}`, form);
    expect([refused.status, refused.text.includes('value="Người Khác"')]).toEqual([422, true]);
    expect((await fresh.page(`/thiet-lap/${token}`, { ...form, phone: newPhone() })).status).toBe(303);
    expect((await fresh.page('/tai-khoan')).text).toContain('Người Khác');
  });
});
