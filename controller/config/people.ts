/** The part of the configuration that says who is on record. */
import { readFileSync } from 'node:fs';
import type { Words } from '@loa-lang/schemas/errors/codes';
import { readPeople, sha256Of } from '../domain/people/people-file.ts';
import type { Person } from '../domain/people/person.ts';

export interface PeopleConfig {
  /** read again on SIGHUP */
  file: string;
  people: readonly Person[];
}

/** Text of a file. @throws when it cannot be read */
export type ReadText = (path: string) => string;
export const readTextFile: ReadText = (path) => readFileSync(path, 'utf8');

export type ReadPeopleFile = { ok: true; people: readonly Person[] } | { ok: false; faults: Words[] };

/** @param apiToken must be nobody's: its bearer is the operator */
export function readPeopleFile(file: string, apiToken: string | undefined, readText: ReadText): ReadPeopleFile {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [{ vi: `không đọc được: ${detail}`, en: `cannot be read: ${detail}` }] };
  }
  const read = readPeople(text);
  if (!read.ok || apiToken === undefined) return read;
  const operator = sha256Of(apiToken);
  const same = read.people.filter(({ tokenSha256 }) => tokenSha256 === operator);
  if (same.length === 0) return read;
  return {
    ok: false,
    faults: same.map(({ id }) => ({
      vi: `người "${id}": mã trùng với API_TOKEN`,
      en: `person "${id}": the token is API_TOKEN`,
    })),
  };
}
