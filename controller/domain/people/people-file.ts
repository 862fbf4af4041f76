/** The file of people: its text → people, or everything that is wrong with it. */
import { createHash } from 'node:crypto';
import type { Words } from '@loa-lang/schemas/errors/codes';
import { ROLES, type Role } from '@loa-lang/schemas/states/people';
import { hasRight } from '../permissions/permissions.ts';
import { type Person, RESERVED_IDS, type Reach } from './person.ts';

export type ReadPeople = { ok: true; people: Person[] } | { ok: false; faults: Words[] };

/** 96 bits in base64: a token cannot be guessed through the API. */
export const MIN_TOKEN_CHARACTERS = 16;
const ID = /^[A-Za-z0-9_-]{1,64}$/;
const SHA256 = /^[0-9a-f]{64}$/i;
const MAX_NAME = 200;
const FIELDS = ['id', 'name', 'roles', 'areaIds', 'token', 'tokenSha256', 'deputyId', 'active'];

/** Takes what is right of each entry and remembers every fault. */
export function readPeople(text: string): ReadPeople {
  const faults: Words[] = [];
  const entries = parsed(text);
  if (entries === undefined) {
    return {
      ok: false,
      faults: [{ vi: 'không phải danh sách JSON gồm những người', en: 'is not a JSON list of people' }],
    };
  }
  const people = entries.flatMap((entry, index) => personOf(entry, index, faults) ?? []);
  faults.push(...faultsBetween(people));
  return faults.length === 0 ? { ok: true, people } : { ok: false, faults };
}

export const sha256Of = (token: string): string => createHash('sha256').update(token).digest('hex');

function parsed(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function personOf(entry: unknown, index: number, faults: Words[]): Person | undefined {
  const before = faults.length;
  const given = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const { id, name, roles, areaIds, deputyId, active = true } = given;
  const who = typeof id === 'string' && id !== '' ? `"${id}"` : `${index + 1}`;
  const fault = (vi: string, en: string) => {
    faults.push({ vi: `người ${who}: ${vi}`, en: `person ${who}: ${en}` });
  };
  const unknown = Object.keys(given).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) fault(`không có mục ${unknown.join(', ')}`, `there is no field ${unknown.join(', ')}`);
  if (typeof id !== 'string' || !ID.test(id) || RESERVED_IDS.includes(id)) {
    fault('"id" gồm 1–64 chữ, số, - hoặc _', '"id" is 1–64 letters, digits, - or _');
  }
  if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NAME) {
    fault('thiếu "name"', '"name" is missing');
  }
  if (!isRoles(roles)) fault(`"roles" chọn trong: ${ROLES.join(', ')}`, `"roles" are of: ${ROLES.join(', ')}`);
  if (!isReach(areaIds)) {
    fault('"areaIds" là danh sách địa bàn, hoặc "everywhere"', '"areaIds" is a list of areas, or "everywhere"');
  }
  if (deputyId !== undefined && typeof deputyId !== 'string') fault('"deputyId" là một id', '"deputyId" is an id');
  if (typeof active !== 'boolean') fault('"active" là true hoặc false', '"active" is true or false');
  const tokenSha256 = tokenOf(given, fault);
  if (faults.length > before || tokenSha256 === undefined) return undefined;
  return {
    id: id as string,
    name: (name as string).normalize('NFC').trim(),
    roles: roles as Role[],
    areaIds: areaIds as Reach,
    deputyId: deputyId as string | undefined,
    active: active as boolean,
    tokenSha256,
  };
}

const isRoles = (value: unknown): value is Role[] =>
  Array.isArray(value) && value.length > 0 && value.every((role) => ROLES.includes(role));

const isReach = (value: unknown): value is Reach =>
  value === 'everywhere' ||
  (Array.isArray(value) && value.length > 0 && value.every((id) => typeof id === 'string' && ID.test(id)));

function tokenOf(
  { token, tokenSha256 }: Record<string, unknown>,
  fault: (vi: string, en: string) => void,
): string | undefined {
  if ((token === undefined) === (tokenSha256 === undefined)) {
    fault('cần đúng một trong "token" và "tokenSha256"', 'needs exactly one of "token" and "tokenSha256"');
    return undefined;
  }
  if (tokenSha256 !== undefined) {
    if (typeof tokenSha256 === 'string' && SHA256.test(tokenSha256)) return tokenSha256.toLowerCase();
    fault('"tokenSha256" là 64 chữ số thập lục phân', '"tokenSha256" is 64 hexadecimal digits');
    return undefined;
  }
  // what a header cannot carry would never match
  if (typeof token === 'string' && token.length >= MIN_TOKEN_CHARACTERS && /^[\x21-\x7e]+$/.test(token)) {
    return sha256Of(token);
  }
  const characters = MIN_TOKEN_CHARACTERS;
  fault(
    `"token" cần ít nhất ${characters} ký tự ASCII, không có dấu cách`,
    `"token" needs at least ${characters} ASCII characters without spaces`,
  );
  return undefined;
}

function faultsBetween(people: readonly Person[]): Words[] {
  const twice = (pick: (person: Person) => string, what: Words) =>
    people
      .filter((person, index) => people.findIndex((other) => pick(other) === pick(person)) < index)
      .map(({ id }) => ({ vi: `người "${id}": ${what.vi}`, en: `person "${id}": ${what.en}` }));
  const deputies = people.flatMap(({ id, deputyId }) => {
    if (deputyId === undefined) return [];
    const deputy = people.find((person) => person.id === deputyId);
    const fits = deputy !== undefined && deputyId !== id && deputy.roles.some((role) => APPROVING.includes(role));
    if (fits) return [];
    return [
      {
        vi: `người "${id}": "deputyId" phải là một người duyệt khác trong danh sách`,
        en: `person "${id}": "deputyId" must be another approver of the list`,
      },
    ];
  });
  return [
    ...twice(({ id }) => id, { vi: 'id trùng với người khác', en: 'the id belongs to somebody else' }),
    ...twice(({ tokenSha256 }) => tokenSha256, { vi: 'mã trùng với người khác', en: 'the token is somebody else’s' }),
    ...deputies,
  ];
}

const APPROVING = ROLES.filter((role) => hasRight({ roles: [role] }, 'approve'));
