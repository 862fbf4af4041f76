import { floorAfterRestart, hadBegun, readJournal, soundedWithin } from '@loa-lang/device-agent/domain/run-history';
import type { JournalEntry } from '@loa-lang/device-agent/ports/device-store';
import { describe, expect, it } from 'vitest';
import { T0 } from '../../timeline/fixtures.ts';

const at = (positionMs: number, after = positionMs): JournalEntry => ({
  kind: 'position',
  broadcastId: 'a',
  version: 1,
  run: 1,
  positionMs,
  at: T0 + after,
});
const history = (...entries: JournalEntry[]) => readJournal(entries).runs.get('a:1:1');

describe('what the journal knows of a run', () => {
  it('adds up what sounded and leaves out the gap of a power cut', () => {
    const two = history(at(0, -5000), at(200), at(2200), at(4200), at(30_000), at(32_000));
    expect(two && soundedWithin(two, 0, 60_000)).toBe(6200);
    expect(two && soundedWithin(two, 4000, 31_000)).toBe(1200);
  });

  it('never lets a position sound again, nor takes away what cannot have sounded', () => {
    const one = history(at(0, -5000), at(200), at(4200));
    expect(one && floorAfterRestart(one, T0, T0 + 60_000)).toBe(7200);
    expect(one && floorAfterRestart(one, T0, T0 + 5000)).toBe(5000);
    const announced = history(at(0, -5000));
    expect(announced && floorAfterRestart(announced, T0, T0 - 1000)).toBe(0);
  });

  it('a run that was only announced had not begun', () => {
    expect(hadBegun(history(at(0, -5000)), T0)).toBe(false);
    expect(hadBegun(history(at(0, -5000), at(200)), T0)).toBe(true);
    expect(hadBegun(undefined, T0)).toBe(false);
  });

  it('knows closed runs and seen commands', () => {
    const view = readJournal([
      { kind: 'closed', broadcastId: 'a', version: 1, run: 1, at: T0 },
      { kind: 'command', commandId: 'c', expiresAt: T0 },
      { kind: 'time', at: T0 },
    ]);
    expect([...view.closed]).toEqual(['a:1:1']);
    expect([...view.commands]).toEqual(['c']);
  });
});
