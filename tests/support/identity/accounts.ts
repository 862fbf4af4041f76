/** Accounts for tests, made the way people make them: by links, with a password, and an authenticator app. */
import type { Role } from '@loa-lang/schemas/states/people';
import type { HttpApp } from '../http-app.ts';
import { Browser } from './browser.ts';

export const PASSWORD = 'con trâu đi trước cái cày';

let made = 0;
/** Nobody else's number. */
export const newPhone = (): string => `09${String(10_000_000 + ++made).padStart(8, '0')}`;

export interface Somebody {
  id: string;
  phone: string;
  browser: Browser;
}

/** The first administrator, signed in, with a second factor. @param now the application's time */
export async function firstAdministrator(app: HttpApp, now?: () => number): Promise<Somebody & { codes: string[] }> {
  const { token } = await app.useCases.linkMaker.setUp();
  const browser = new Browser(app, {}, now);
  const phone = newPhone();
  const answer = await browser.call('POST', `/account-links/${token}`, {
    name: 'Trần Thị Quản',
    phone,
    password: PASSWORD,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { id: answer.body.personId, phone, browser, codes: await browser.enrolTotp() };
}

export interface Invited {
  roles: Role[];
  areaIds?: string[] | 'everywhere';
  name?: string;
}

/** Invited by an administrator, with a password of their own; signed in, and without a second factor. */
export async function invited(
  app: HttpApp,
  by: Browser,
  { roles, areaIds = 'everywhere', name = 'Lê Văn Mới' }: Invited,
) {
  const phone = newPhone();
  const invitation = await by.call('POST', '/accounts', { name, roles, areaIds, phone });
  if (invitation.status !== 201) throw new Error(JSON.stringify(invitation.body));
  const token = invitation.body.url.split('/').at(-1);
  const browser = new Browser(app);
  const accepted = await browser.call('POST', `/account-links/${token}`, { password: PASSWORD });
  if (accepted.status !== 200) throw new Error(JSON.stringify(accepted.body));
  return { id: invitation.body.account.id as string, phone, browser, invitation: invitation.body };
}
