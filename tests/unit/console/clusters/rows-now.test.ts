/** What events change in rows that have been read, and in what order rows stand. */
import { afterEvent, inOrder, type Row } from '@loa-lang/controller/console/clusters/rows-now';
import { describe, expect, it } from 'vitest';

const AT = '2026-11-10T12:00:00+07:00';
const row = (fields: Partial<Row> = {}): Row => ({
  ...{ clusterId: 'cum-1', code: '01', name: 'Cụm 1', hamletId: 'thon-1', deviceId: 'may-1', condition: 'well' },
  ...{ state: 'ready', online: true, openIncidents: { critical: 0, major: 0, minor: 0 }, muted: false, locked: false },
  ...{ volumeDb: 0, households: 10 },
  ...fields,
});
const gone = { type: 'presence', deviceId: 'may-1', state: 'offline' } as const;
const back = { type: 'presence', deviceId: 'may-1', state: 'online' } as const;

describe('a row after an event', () => {
  it('goes offline and comes back with what was wrong before, since when it is so', () => {
    const ill = row({ openIncidents: { critical: 0, major: 1, minor: 0 }, condition: 'major', state: 'degraded' });
    const away = afterEvent(ill, gone, AT);
    expect(away).toMatchObject({ state: 'offline', condition: 'offline', online: false, since: AT });
    expect(afterEvent(away, back, AT)).toMatchObject({ state: 'degraded', condition: 'major' });
  });

  it('stays a fault, a maintenance or an empty place whatever comes and goes', () => {
    expect(afterEvent(row({ condition: 'critical', state: 'fault' }), gone, AT).state).toBe('fault');
    expect(afterEvent(row({ maintenanceUntil: AT, state: 'maintenance' }), gone, AT).state).toBe('maintenance');
  });

  it('is the same row when nothing of it changes: nothing is drawn anew', () => {
    const same = row();
    expect(afterEvent(same, back, AT)).toBe(same);
    expect(afterEvent(same, { ...gone, deviceId: 'may-2' }, AT)).toBe(same);
    expect(afterEvent(same, { type: 'receipt', clusterId: 'cum-2', state: 'started' }, AT)).toBe(same);
  });

  it('sounds from its receipt until the next, unless it is silenced', () => {
    const started = { type: 'receipt', clusterId: 'cum-1', state: 'started' } as const;
    const sounding = afterEvent(row(), started, AT);
    expect(sounding.state).toBe('sounding');
    expect(afterEvent(sounding, { ...started, state: 'finished' }, AT).state).toBe('ready');
    expect(afterEvent(row({ locked: true, state: 'silenced' }), started, AT).state).toBe('silenced');
  });
});

it('puts what matters first, then the most households, then codes as numbers', () => {
  const rows = [
    row({ clusterId: 'a', code: '10' }),
    row({ clusterId: 'b', code: '9' }),
    row({ clusterId: 'c', households: 50 }),
    row({ clusterId: 'd', state: 'offline' }),
    row({ clusterId: 'e', state: 'fault' }),
  ];
  expect(inOrder(rows).map(({ clusterId }) => clusterId)).toEqual(['e', 'd', 'c', 'b', 'a']);
});
