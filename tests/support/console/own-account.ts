/** Somebody who opens a one-time link, has an authenticator app on the telephone, and signs in with both. */
import { fromBase32 } from '@loa-lang/controller/domain/identity/base32';
import { stepAt, totpCode } from '@loa-lang/controller/domain/identity/totp';
import type { Page } from 'playwright-core';

export interface NewAccount {
  password: string;
  /** of the first account, which nobody has named yet */
  name?: string;
  phone?: string;
}

/** By an invitation, or by the link of the first start. */
export async function takeAccount(page: Page, link: string, { name, phone, password }: NewAccount): Promise<void> {
  await page.goto(link);
  if (name !== undefined) await page.getByLabel('Họ và tên').fill(name);
  if (phone !== undefined) await page.getByLabel('Số điện thoại').fill(phone);
  await page.getByLabel('Mật khẩu mới').fill(password);
  await page.getByLabel('Nhập lại mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.getByRole('heading', { name: 'Tài khoản của tôi' }).waitFor();
}

/** On the page of the own account, which asks for it. @returns the app, as it shows codes from now on */
export async function setUpApp(page: Page): Promise<AuthenticatorApp> {
  await page.getByRole('heading', { name: 'Cần xác thực hai bước' }).waitFor();
  await page.getByRole('link', { name: 'Cài đặt ngay' }).click();
  const key = await page.locator('p.key').innerText();
  const app = new AuthenticatorApp(key.replace(/\s/g, ''));
  await page.getByLabel('Mã 6 số đang hiện trong ứng dụng').fill(app.code());
  await page.getByRole('button', { name: 'Bật', exact: true }).click();
  await page.getByRole('heading', { name: 'Ghi lại các mã dự phòng' }).waitFor();
  await page.getByRole('link', { name: 'Đã ghi lại' }).click();
  return app;
}

export class AuthenticatorApp {
  readonly #secret: Uint8Array;
  #usedStep = 0;

  constructor(base32: string) {
    this.#secret = fromBase32(base32);
  }

  /** One that was not entered yet: of the next half minute, where this one's was, as clocks of telephones go ahead too. */
  code(): string {
    this.#usedStep = Math.max(stepAt(Date.now()), this.#usedStep + 1);
    return totpCode(this.#secret, this.#usedStep);
  }
}
