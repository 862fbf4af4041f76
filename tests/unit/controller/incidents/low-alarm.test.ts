import { levelOf, lowAlarm } from '@loa-lang/controller/domain/level/low-alarm';
import { describe, expect, it } from 'vitest';

describe('the level of a cluster’s output', () => {
  it('says something of what was played to its end, with a level', () => {
    expect(levelOf({ state: 'finished', outputLevelDbfs: -20 }, -45)).toBe('loud');
    expect(levelOf({ state: 'finished', outputLevelDbfs: -45 }, -45)).toBe('low');
    expect(levelOf({ state: 'partial', outputLevelDbfs: -57 }, -45)).toBeUndefined();
    expect(levelOf({ state: 'finished' }, -45)).toBeUndefined();
  });

  it('is an alarm when it was low three times in a row, and none after it was loud once', () => {
    expect(lowAlarm(['low', 'low'])).toBe('keep');
    expect(lowAlarm(['low', 'low', 'low', 'loud'])).toBe('raise');
    expect(lowAlarm(['low', 'low', 'loud', 'low'])).toBe('keep');
    expect(lowAlarm(['loud', 'low', 'low', 'low'])).toBe('clear');
    expect(lowAlarm([])).toBe('keep');
  });
});
