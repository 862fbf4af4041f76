/** People for tests: one of each office, signed in with tokens that say whose they are. */
import { createHash } from 'node:crypto';
import type { Database } from '@loa-lang/controller/adapters/postgres/database';
import type { Stores } from '@loa-lang/controller/compose/stores';
import type { Person, Reach } from '@loa-lang/controller/domain/people/person';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import type { Role } from '@loa-lang/schemas/states/people';

const digest = (text: string, encoding: 'hex' | 'base64url') => createHash('sha256').update(text).digest(encoding);

/** Of somebody's session. */
export const tokenOf = (id: string): string => digest(`ma-truy-cap-thu-${id}`, 'base64url');

/** What the browser of somebody who has signed in sends with a change. */
export const signedIn = (id: string): { cookie: string; [PAGE_HEADER]: string } => ({
  cookie: `loa-session=${tokenOf(id)}`,
  [PAGE_HEADER]: '1',
});

export const person = (id: string, name: string, roles: Role[], more: Partial<Person> = {}): Person => ({
  id,
  name,
  roles,
  areaIds: 'everywhere' as Reach,
  deputyId: undefined,
  active: true,
  ...more,
});

/** An officer, two approvers of whom one is the other's deputy, a technician. */
export const OFFICE: readonly Person[] = [
  person('hoa', 'Nguyễn Thị Hoa', ['officer']),
  person('chu-tich', 'Trần Văn Chủ', ['approver'], { deputyId: 'pho' }),
  person('pho', 'Lê Thị Phó', ['approver']),
  person('ky-thuat', 'Phạm Kỹ Thuật', ['technician']),
];

/** Tests set the time as they like: these sessions last. */
const ALWAYS = Date.UTC(2999, 0);

/** These people are on record, and nobody else; each has signed in with a second factor. */
export async function putPeople(stores: Stores, database: Database, people: readonly Person[]): Promise<void> {
  await database.person.deleteMany();
  for (const each of people) {
    const unset = { phone: undefined, email: undefined, passwordHash: undefined, totp: undefined };
    await stores.people.create({ ...each, ...unset, createdAt: Date.now(), changedAt: Date.now() });
    const times = { createdAt: Date.now(), seenAt: ALWAYS, expiresAt: ALWAYS, provedAt: ALWAYS };
    await stores.sessions.open({
      ...{ id: `session-${each.id}`, personId: each.id, secondFactor: 'totp', sender: '127.0.0.1', agent: 'test' },
      ...{ ...times, tokenHash: digest(tokenOf(each.id), 'hex') },
    });
  }
}
