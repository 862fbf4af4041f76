/** Templates of messaging services: what can be filled, and that no text gets out of its place. */
import { confirmation, fillTemplate, templateFault } from '@loa-lang/controller/domain/notifications/fill-template';
import { INCIDENT_TITLES } from '@loa-lang/controller/domain/notifications/titles';
import { INCIDENT_KINDS } from '@loa-lang/schemas/states/incident';
import { describe, expect, it } from 'vitest';

const values = {
  ...{ phone: '84912345678', name: 'A', subject: 'S', text: 'một hai ba bốn', count: '1', place: 'P', since: 'T' },
  ...{ severity: 'critical', url: '', id: 'i' },
};

describe('a template', () => {
  it.each([
    ['{"a":"{{text}}"}', {}, undefined],
    ['{"a":"{{text:10}} {{ secret.zalo }}"}', {}, undefined],
    ['{"a":', {}, 'not-json'],
    ['{"a":"{{whatever}}"}', {}, 'unknown-hole'],
    ['{"a":"{{constructor}}"}', {}, 'unknown-hole'],
    ['{"a":"{{secret.other}}"}', {}, 'secret-missing'],
    ['{}', { Host: 'x' }, 'header-refused'],
    ['{}', { 'content-length': '1' }, 'header-refused'],
    ['{}', { 'x-a': 'a\r\nb: c' }, 'header-refused'],
    ['{}', { 'x-a': '{{secret.none}}' }, 'secret-missing'],
  ])('%s with %j: %s', (body, headers, fault) => expect(templateFault({ body, headers }, ['zalo'])?.fault).toBe(fault));

  it('is filled once, in strings alone, cut by characters, and its headers stay headers', () => {
    const evil = { ...values, name: '","admin":true,"x":"{{phone}}', subject: 'a\r\nx-evil: 1' };
    const template = {
      headers: { token: '{{secret.t}}', about: '{{subject}} đây' },
      body: '{"n":"{{name}}","t":"{{text:8}}","deep":[{"c":"{{count}}"},7,null]}',
    };
    const filled = fillTemplate(template, evil, { t: 'abc' });
    expect(filled.headers).toEqual({ token: 'abc', about: 'a x-evil: 1 y' });
    expect(JSON.parse(filled.body)).toEqual({ n: evil.name, t: 'một hai…', deep: [{ c: '1' }, 7, null] });
  });

  it.each([
    ['{"error":0}', 'error', 0, true],
    ['{"error":"0"}', 'error', 0, false],
    ['{"data":{"ok":true}}', 'data.ok', true, true],
    ['{}', '__proto__.x', 'y', false],
    ['nothing', 'error', 0, false],
    ['null', 'error', 0, false],
  ])('%s is taken when %s is %j: %s', (answer, field, equals, ok) =>
    expect(confirmation(answer, { field, equals }).ok).toBe(ok),
  );
});

it('every kind of incident has a title that fits a telephone', () => {
  const long = INCIDENT_KINDS.filter((kind) => [...(INCIDENT_TITLES[kind]?.vi ?? 'x'.repeat(99))].length > 50);
  expect(long).toEqual([]);
});
