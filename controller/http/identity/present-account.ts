/** Accounts, sessions and tokens as the API shows them. Never a hash, a secret or a token that is kept. */
import type { AccountBody } from '@loa-lang/schemas/http/accounts';
import type { Session } from '../../domain/identity/session.ts';
import type { Reach } from '../../domain/people/person.ts';
import type { ApiTokenRecord } from '../../ports/api-token-store.ts';
import type { Account } from '../../ports/people-store.ts';
import type { PasskeyRecord } from '../../ports/second-factor-store.ts';
import type { RememberedPhone } from '../../ports/session-store.ts';
import { outInstant, outOptional } from '../instants.ts';

const reachBody = (reach: Reach) => (reach === 'everywhere' ? reach : [...reach]);

export function accountBody(account: Account): AccountBody {
  const { id, name, roles, areaIds, phone, email, deputyId, active, passwordHash, totp, createdAt } = account;
  const open = passwordHash === undefined ? 'invited' : 'open';
  return {
    ...{ id, name, roles: [...roles], areaIds: reachBody(areaIds), active },
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    ...(deputyId !== undefined && { deputyId }),
    ...{ state: active ? open : 'closed', secondFactor: totp !== undefined, createdAt: outInstant(createdAt) },
  };
}

export const sessionBody = (session: Session, currentId: string) => ({
  ...{ id: session.id, current: session.id === currentId, sender: session.sender, agent: session.agent },
  ...(session.secondFactor !== undefined && { secondFactor: session.secondFactor }),
  createdAt: outInstant(session.createdAt),
  seenAt: outInstant(session.seenAt),
  expiresAt: outInstant(session.expiresAt),
});

export const phoneBody = ({ id, agent, createdAt, usedAt, expiresAt }: RememberedPhone) => ({
  ...{ id, agent, createdAt: outInstant(createdAt), usedAt: outInstant(usedAt), expiresAt: outInstant(expiresAt) },
});

export const passkeyBody = ({ id, label, createdAt, usedAt }: PasskeyRecord) => ({
  ...{ id, label, createdAt: outInstant(createdAt), ...outOptional('usedAt', usedAt) },
});

export const apiTokenBody = ({ id, name, scope, areaIds, createdAt, expiresAt, usedAt }: ApiTokenRecord) => ({
  ...{ id, name, scope: [...scope], areaIds: reachBody(areaIds) },
  ...{ createdAt: outInstant(createdAt), expiresAt: outInstant(expiresAt), ...outOptional('usedAt', usedAt) },
});
