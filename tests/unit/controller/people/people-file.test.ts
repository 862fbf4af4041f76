import { readConfig } from '@loa-lang/controller/config';
import { readPeople, sha256Of } from '@loa-lang/controller/domain/people/people-file';
import { People } from '@loa-lang/controller/services/people/people';
import { describe, expect, it } from 'vitest';
import { OFFICE, person, tokenOf } from '../../../support/people.ts';

const GOOD = { id: 'hoa', name: 'Nguyễn Thị Hoa', roles: ['officer'], areaIds: ['xa'], token: 'mot-ma-that-la-dai' };
const faultsOf = (value: unknown) => {
  const read = readPeople(typeof value === 'string' ? value : JSON.stringify(value));
  return read.ok ? [] : read.faults.map(({ en }) => en);
};

describe('the file of people', () => {
  it('is read, its tokens kept as hashes alone', () => {
    const hash = sha256Of('another');
    const second = {
      ...GOOD,
      id: 'chu',
      roles: ['approver'],
      areaIds: 'everywhere',
      token: undefined,
      tokenSha256: hash,
    };
    const read = readPeople(`\uFEFF${JSON.stringify([{ ...GOOD, deputyId: 'chu' }, second])}`);
    expect(read).toMatchObject({
      ok: true,
      people: [
        { id: 'hoa', active: true, deputyId: 'chu', tokenSha256: sha256Of(GOOD.token) },
        { id: 'chu', areaIds: 'everywhere', tokenSha256: hash },
      ],
    });
    expect(JSON.stringify(read)).not.toContain(GOOD.token);
  });

  it('says all that is wrong at once, and whose it is', () => {
    const faults = faultsOf([
      { ...GOOD, id: 'a b' },
      { ...GOOD, id: 'station', roles: ['king'] },
      { ...GOOD, id: 'c', areaIds: [], token: 'short' },
      { ...GOOD, id: 'd', tokenSha256: 'f'.repeat(64) },
      { ...GOOD, id: 'e', name: ' ', colour: 'red' },
      7,
    ]);
    for (const part of [
      '"a b"',
      '"station": "roles"',
      '"c": "areaIds"',
      '"c": "token"',
      '"d": needs exactly one',
      '"e": "name"',
      'colour',
      'person 6',
    ]) {
      expect(faults.join('\n'), part).toContain(part);
    }
    expect(faults.length).toBeGreaterThanOrEqual(9);
  });

  it('is refused when two share an id or a token, or a deputy is no approver', () => {
    const boss = { ...GOOD, id: 'boss', roles: ['approver'], token: 'another-token-of-boss' };
    expect(faultsOf([GOOD, { ...boss, token: GOOD.token }])).toEqual(['person "boss": the token is somebody else’s']);
    expect(faultsOf([GOOD, { ...boss, id: 'hoa' }])).toEqual(['person "hoa": the id belongs to somebody else']);
    for (const deputyId of ['nobody', 'hoa', 'boss']) {
      expect(faultsOf([GOOD, { ...boss, deputyId }])).toHaveLength(1);
    }
    expect(faultsOf([GOOD, { ...boss, deputyId: 'second' }, { ...boss, id: 'second', token: 'y'.repeat(16) }])).toEqual(
      [],
    );
  });

  it.each(['', '{}', '[', 'null', '"x"'])('is a list: not %s', (text) => {
    expect(faultsOf(text)).toEqual(['is not a JSON list of people']);
  });

  it('belongs to the configuration: its faults are listed with the others', () => {
    const text = JSON.stringify([GOOD]);
    const read = (more: object, content = text) =>
      readConfig({ DATA_DIR: '/d', PEOPLE_FILE: '/p.json', ...more }, () => content);
    expect(read({})).toMatchObject({ ok: true, config: { people: { file: '/p.json', people: [{ id: 'hoa' }] } } });
    // with people on record everybody has a token
    expect(read({ HTTP_HOST: '0.0.0.0' }).ok).toBe(true);
    const faults = (more: object, content?: string) => {
      const result = read(more, content);
      return result.ok ? [] : result.faults.map(({ en }) => en);
    };
    expect(faults({ HTTP_PORT: 'x' }, '[{}]').length).toBeGreaterThan(4);
    expect(faults({ API_TOKEN: GOOD.token })).toEqual(['PEOPLE_FILE (/p.json) person "hoa": the token is API_TOKEN.']);
    expect(faults({}, '[]')).toEqual(['PEOPLE_FILE lists nobody.']);
    const missing = readConfig({ DATA_DIR: '/d', PEOPLE_FILE: '/nowhere/p.json' });
    expect(missing.ok ? [] : missing.faults.map(({ en }) => en)[0]).toContain(
      'PEOPLE_FILE (/nowhere/p.json) cannot be read',
    );
  });
});

describe('a token', () => {
  it('opens what is its owner’s, nothing of somebody who has left, and nothing when it is a hash', () => {
    const people = new People([...OFFICE, person('cu', 'Cũ', ['officer'], { active: false })]);
    expect(people.byToken(tokenOf('pho'))?.id).toBe('pho');
    for (const wrong of ['', 'x', tokenOf('cu'), tokenOf('pho').slice(1), sha256Of(tokenOf('pho'))]) {
      expect(people.byToken(wrong)).toBeUndefined();
    }
  });
});
