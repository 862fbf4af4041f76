import { currentVersions } from '@loa-lang/controller/domain/bulletins/current-versions';
import { describe, expect, it } from 'vitest';

const version = (number: number, language: string, removed = false) => ({
  version: number,
  language,
  removedAt: removed ? new Date() : null,
});
const shown = (...versions: ReturnType<typeof version>[]) =>
  currentVersions(versions).map((each) => `${each.language}${each.version}`);

describe('current versions', () => {
  it('are the highest of each language, Vietnamese first', () => {
    expect(shown(version(1, 'vi'), version(2, 'hmn'), version(3, 'ba'), version(4, 'hmn'))).toEqual([
      'vi1',
      'ba3',
      'hmn4',
    ]);
  });

  it('a removed language is gone, its older versions too, until it is added again', () => {
    expect(shown(version(1, 'vi'), version(2, 'hmn', true), version(3, 'hmn', true))).toEqual(['vi1']);
    expect(shown(version(1, 'vi'), version(2, 'hmn', true), version(3, 'hmn'))).toEqual(['vi1', 'hmn3']);
  });
});
