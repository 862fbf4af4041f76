/** When a sample is a fault, and when it is over. */
import { HEALTH_RULES } from '@loa-lang/controller/domain/incidents/health-rules';
import { advance, CLOSED, type RuleState, type Times } from '@loa-lang/controller/domain/incidents/hysteresis';
import { type DeviceRow, WatchedDevice } from '@loa-lang/controller/domain/incidents/watched-device';
import type { Health } from '@loa-lang/schemas/wire/health';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T07:00:00+07:00');
const BASE: Health = { uptimeMs: 10 * 3600_000, agentVersion: '1', at: START };
const row = (over: Partial<DeviceRow> = {}): DeviceRow => ({
  ...{ deviceId: 'may', clusterId: 'cum', hamletId: 'thon', hamletName: 'Thôn', communeId: 'xa' },
  ...{ online: true, onlineSince: START - MINUTE, offlineSince: undefined, saidGoodbye: false },
  ...{ health: undefined, healthAt: undefined },
  ...over,
});

/** Samples at their minutes; the device is looked at every 5 s. @returns kinds open at the end */
function lived(samples: readonly (readonly [minute: number, health: Partial<Health>])[], minutes: number) {
  const device = new WatchedDevice(row(), []);
  const seen: [string, number][] = [];
  let [next, uptimeMs] = [0, BASE.uptimeMs];
  const open = new Set<string>();
  for (let at = START; at <= START + minutes * MINUTE; at += 5000) {
    const sample = samples[next];
    if (sample !== undefined && at >= START + sample[0] * MINUTE) {
      next += 1;
      uptimeMs = BASE.uptimeMs + (at - START);
      device.take({ ...row(), health: { ...BASE, uptimeMs, ...sample[1] }, healthAt: at });
    }
    device.look(at, -Infinity);
    const now = new Set([...device.open()].map(({ kind }) => kind as string));
    for (const kind of now) if (!open.has(kind)) seen.push([`+${kind}`, (at - START) / MINUTE]);
    for (const kind of open) if (!now.has(kind as never)) seen.push([`-${kind}`, (at - START) / MINUTE]);
    open.clear();
    for (const kind of now) open.add(kind);
  }
  return seen;
}
const steady = (minutes: number, of: (minute: number) => Partial<Health>) =>
  Array.from({ length: minutes + 1 }, (_, minute) => [minute, of(minute)] as const);

describe('a fault is raised within its time and cleared below its threshold', () => {
  const GB = 2 ** 30;
  const cases: [string, Partial<Health>, Partial<Health>, number][] = [
    ['device-hot', { cpu: { temperatureC: 80 } }, { cpu: { temperatureC: 70 } }, 1],
    [
      'disk-low',
      { diskFreeBytes: GB, diskTotalBytes: 20 * GB },
      { diskFreeBytes: 2 * GB, diskTotalBytes: 20 * GB },
      10,
    ],
    [
      'memory-low',
      { memory: { totalBytes: 100, availableBytes: 8 } },
      { memory: { totalBytes: 100, availableBytes: 15 } },
      10,
    ],
    [
      'signal-weak',
      { network: { kind: 'mobile', signalDbm: -115 } },
      { network: { kind: 'mobile', signalDbm: -110 } },
      15,
    ],
    ['signal-weak', { network: { kind: 'wifi', signalDbm: -82 } }, { network: { kind: 'wifi', signalDbm: -76 } }, 15],
    ['time-uncertain', { timeUncertaintyMs: 100 }, { timeUncertaintyMs: 50 }, 10],
    ['mains-lost', { supply: { source: 'battery' } }, { supply: { source: 'mains' } }, 1],
    ['battery-low', { supply: { charge: 0.3 } }, { supply: { charge: 0.5 } }, 2],
    ['battery-low', { supply: { source: 'battery', volts: 23.6 } }, { supply: { source: 'battery', volts: 24.8 } }, 2],
    ['battery-low', { supply: { source: 'battery', volts: 11.5 } }, { supply: { source: 'mains', volts: 13.5 } }, 2],
    ['signal-weak', { network: { kind: 'mobile', signalDbm: -118 } }, { network: { kind: 'ethernet' } }, 15],
    ['door-open', { door: 'open' }, { door: 'closed' }, 1],
    ['amplifier-ill', { amplifier: { temperatureC: 85 } }, { amplifier: { temperatureC: 75 } }, 1],
  ];
  it.each(cases)('%s %j', (kind, ill, well, setMinutes) => {
    const seen = lived(
      steady(120, (minute) => (minute >= 10 && minute < 50 ? ill : well)),
      120,
    ).filter(([each]) => each.endsWith(kind));
    expect(seen.map(([each]) => each)).toEqual([`+${kind}`, `-${kind}`]);
    const [raised = 0, cleared = 0] = seen.map(([, minute]) => minute);
    expect(raised).toBeGreaterThanOrEqual(10 + setMinutes);
    expect(raised).toBeLessThanOrEqual(11 + setMinutes);
    expect(cleared).toBeGreaterThan(50);
    expect(cleared).toBeLessThanOrEqual(67);
  });

  it('has a case for each rule that has a threshold', () => {
    const told = new Set([...cases.map(([kind]) => kind), 'device-restarting']);
    expect(HEALTH_RULES.map(({ kind }) => kind).filter((kind) => !told.has(kind))).toEqual([]);
  });
});

describe('no fault is', () => {
  it('what lasts a moment, or lies between the thresholds, or is not told', () => {
    expect(
      lived(
        [
          [0, { cpu: { temperatureC: 95 } }],
          [0.5, { cpu: { temperatureC: 60 } }],
        ],
        60,
      ),
    ).toEqual([]);
    expect(
      lived(
        steady(60, () => ({ cpu: { temperatureC: 79 } })),
        60,
      ),
    ).toEqual([]);
    // a sample that stands alone until the next of a quiet device
    expect(lived([[0, { cpu: { temperatureC: 95 } }]], 29)).toEqual([]);
    expect(
      lived(
        steady(60, () => ({ network: { kind: 'ethernet', signalDbm: -120 } })),
        60,
      ),
    ).toEqual([]);
  });

  it('what was said before the present connection', () => {
    const device = new WatchedDevice(row({ health: { ...BASE, door: 'open' }, healthAt: START - 2 * MINUTE }), []);
    for (let at = START; at < START + 60 * MINUTE; at += 5000) device.look(at, -Infinity);
    expect([...device.open()]).toEqual([]);
  });
});

it('a door of which one sample tells is open after a minute, while no other comes', () => {
  expect(lived([[0, { door: 'open' }]], 29)).toEqual([['+door-open', 1]]);
});

it('three starts within an hour are a device that restarts again and again, until an hour has passed', () => {
  const started = (minute: number): [number, Partial<Health>] => [minute, { uptimeMs: 1000 }];
  expect(lived([[0, {}], started(10), started(20)], 120)).toEqual([]);
  const seen = lived([[0, {}], started(10), started(20), started(30), [31, { uptimeMs: 61_000 }]], 120);
  expect(seen.map(([kind, minute]) => [kind, Math.round(minute)])).toEqual([
    ['+device-restarting', 30],
    ['-device-restarting', 80],
  ]);
});

it('a line current far from what the cluster usually takes is a fault once that is known, and only while it sounds', () => {
  const sounding = (lineAmperes: number): Partial<Health> => ({ sink: 'sounding', amplifier: { lineAmperes } });
  const usual = steady(30, (minute) => sounding(minute % 2 === 0 ? 0.8 : 1.2));
  expect(lived([...usual, [31, { sink: 'idle', amplifier: { lineAmperes: 0.01 } }]], 60)).toEqual([]);
  expect(lived([...usual, [31, sounding(0.2)], [32, sounding(0.2)], [33, sounding(0.2)]], 40)[0]?.[0]).toBe(
    '+amplifier-ill',
  );
  expect(lived([...usual, [31, sounding(4)], [32, sounding(4)], [33, sounding(4)]], 40)[0]?.[0]).toBe('+amplifier-ill');
  expect(
    lived(
      steady(10, () => sounding(0.2)),
      20,
    ),
  ).toEqual([]);
});

it('a fault that comes and goes is over only after a longer and longer calm, an hour at most; six hours forgive', () => {
  const times: Times = { setAfterMs: MINUTE, clearAfterMs: 5 * MINUTE, samples: 1 };
  let state: RuleState = CLOSED;
  const calms: number[] = [];
  let now = START;
  const turn = (verdict: 'ill' | 'well') => {
    const from = now;
    for (const before = state.open; state.open === before; now += 5000)
      state = advance(state, { verdict, at: now }, now, times);
    return Math.round((now - from) / MINUTE);
  };
  for (let n = 0; n < 6; n++) {
    turn('ill');
    calms.push(turn('well'));
  }
  expect(calms).toEqual([5, 10, 20, 40, 60, 60]);
  now += 7 * 60 * MINUTE;
  turn('ill');
  expect(turn('well')).toBe(5);
});
