import { isJournalEntry, relevantEntries } from '@loa-lang/device-agent/adapters/files/journal-entries';
import type { JournalEntry } from '@loa-lang/device-agent/ports/device-store';
import { describe, expect, it } from 'vitest';
import { item } from '../../timeline/fixtures.ts';

const HOUR = 3_600_000;
const NOW = 1_800_000_000_000;
const begun = (broadcastId: string, at: number): JournalEntry => ({
  kind: 'local-act',
  at,
  act: {
    ...{ broadcastId, credentialId: 'card', areaId: 'h1', source: 'template', title: 'Sơ tán', class: 'emergency' },
    ...{ items: [item(60_000)], gainDb: 0, startAt: at, startedAtMs: 5, machineBoot: 'b', isDated: false },
  },
});
const kept = (...entries: JournalEntry[]) => relevantEntries(entries, NOW - HOUR);

describe('what the journal keeps of acts at the device', () => {
  it('knows their kinds', () => expect(isJournalEntry(begun('a', NOW))).toBe(true));

  it('forgets them with time', () => {
    const old = begun('old', NOW - 2 * HOUR);
    const young = begun('young', NOW);
    expect(kept(old, { kind: 'local-stopped', broadcastId: 'old', at: NOW - 2 * HOUR, afterMs: 5 }, young)).toEqual([
      young,
    ]);
  });

  it('keeps one that was begun by an old time and got its date now: it may be sounding', () => {
    const act = begun('a', NOW - 200 * HOUR);
    const dated: JournalEntry = { kind: 'local-dated', broadcastId: 'a', at: NOW, startAt: NOW - 60_000 };
    expect(kept(act, dated)).toEqual([act, dated]);
  });

  it('keeps the last count of wrong codes, however old', () => {
    const counts = [1, 2, 3].map((wrong): JournalEntry => ({ kind: 'local-attempts', at: 0, wrong }));
    expect(kept(...counts)).toEqual([counts[2]]);
  });
});
