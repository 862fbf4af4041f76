/** Who works in the commune, with accounts made the way people make them: a link, a password, an authenticator app. */
import { randomBytes } from 'node:crypto';
import type { Role } from '@loa-lang/schemas/states/people';
import { Caller, type Injected } from './caller.ts';

/** What somebody signs in with in the demonstration. */
export interface Credentials {
  role: Role;
  name: string;
  phone: string;
  password: string;
  /** of the authenticator app, base 32 */
  totp: string;
}

export interface Worker {
  caller: Caller;
  credentials: Credentials;
}

export interface Everybody {
  administrator: Worker;
  officer: Worker;
  approver: Worker;
  technician: Worker;
}

/** Nobody else has it: it is made anew for each data folder. */
const newPassword = (): string => randomBytes(12).toString('base64url');

export async function firstAdministrator(server: Injected, token: string, now: () => number): Promise<Worker> {
  const caller = new Caller(server, now);
  const [name, phone, password] = ['Trần Thị Quản', '0912000001', newPassword()];
  await caller.post(`/account-links/${token}`, { name, phone, password });
  return { caller, credentials: { role: 'province-administrator', name, phone, password, totp: await caller.enrol() } };
}

export async function invite(
  server: Injected,
  administrator: Caller,
  now: () => number,
  { name, role, phone, communeId }: { name: string; role: Role; phone: string; communeId: string },
): Promise<Worker> {
  const invitation = { name, roles: [role], areaIds: [communeId], phone };
  const { url } = await administrator.post<{ url: string }>('/accounts', invitation);
  const caller = new Caller(server, now);
  const password = newPassword();
  await caller.post(`/account-links/${url.split('/').at(-1)}`, { password });
  return { caller, credentials: { role, name, phone, password, totp: await caller.enrol() } };
}

export async function everybody(
  server: Injected,
  administrator: Worker,
  now: () => number,
  communeId: string,
): Promise<Everybody> {
  const by = (name: string, role: Role, phone: string) =>
    invite(server, administrator.caller, now, { name, role, phone, communeId });
  return {
    administrator,
    officer: await by('Nguyễn Thị Hạnh', 'officer', '0912000002'),
    approver: await by('Lê Văn Thành', 'approver', '0912000003'),
    technician: await by('Phạm Văn Dũng', 'technician', '0912000004'),
  };
}

/** Sessions end after a month, and after a night in which nobody asked anything. */
export async function signInAgain(all: Everybody): Promise<void> {
  for (const { caller, credentials } of Object.values(all) as Worker[])
    await caller.signIn(credentials.phone, credentials.password, credentials.totp);
}
