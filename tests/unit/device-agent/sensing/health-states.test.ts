import { bounded } from '@loa-lang/device-agent/domain/bounded';
import { changedStates, heatOf, isIll, statesOf } from '@loa-lang/device-agent/domain/health-states';
import type { Readings } from '@loa-lang/device-agent/domain/readings';
import { TokenBucket } from '@loa-lang/device-agent/domain/token-bucket';
import { HealthSchema } from '@loa-lang/schemas/wire/health';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';

const well = { sinkFailed: false, muted: false, faults: [] };
const statesFor = (readings: Readings, over = {}) => statesOf({ readings, ...well, ...over }, undefined);

describe('heat', () => {
  it('has a band that it leaves five degrees below where it came in', () => {
    const seen: number[] = [];
    let band: number | undefined;
    for (const celsius of [60, 69.9, 70, 66, 65, 70, 79.9, 80, 76, 74.9, 95, 86, 85, 60]) {
      band = heatOf(celsius, band);
      seen.push(band ?? -1);
    }
    expect(seen).toEqual([0, 0, 1, 1, 0, 1, 1, 2, 2, 1, 3, 3, 2, 0]);
  });

  it('that nobody measures stays what it was', () => {
    expect([heatOf(undefined, 2), heatOf(Number.NaN, 1), heatOf(undefined, undefined)]).toEqual([2, 1, undefined]);
  });
});

describe('states', () => {
  it('change one by one; a sensor that falls silent changes nothing', () => {
    const before = statesFor({ supply: { source: 'mains' }, door: 'closed' });
    const news = (readings: Readings, over = {}) =>
      changedStates(before, statesOf({ readings, ...well, ...over }, before));
    expect(news({})).toEqual([]);
    expect(news({ supply: { source: 'battery', volts: 12 } })).toEqual(['supply']);
    expect(news({ door: 'open', amplifier: { fault: true } })).toEqual(['door', 'amplifierFault']);
    expect(news({ cpu: { temperatureC: 81 } })).toEqual(['cpuHeat']);
    expect(news({}, { muted: true, sinkFailed: true })).toEqual(['sinkFailed', 'muted']);
    expect(news({}, { faults: ['disk-full', 'cache-full'] })).toEqual(['faults']);
  });

  it.each<[string, Readings, object?]>([
    ['a fault', {}, { faults: ['disk-full'] }],
    ['a dead output', {}, { sinkFailed: true }],
    ['a faulty amplifier', { amplifier: { fault: true } }],
    ['the battery', { supply: { source: 'battery' } }],
    ['an empty battery', { supply: { source: 'mains', charge: 0.2 } }],
    ['an open door', { door: 'open' }],
    ['heat', { cpu: { temperatureC: 80 } }],
    ['a hot amplifier', { amplifier: { temperatureC: 80 } }],
    ['a full disk', { diskFreeBytes: 4, diskTotalBytes: 100 }],
    ['no memory', { memory: { availableBytes: 7, totalBytes: 100 } }],
  ])('with %s a device is ill', (_, readings, over) => {
    expect(isIll(statesFor(readings, over), readings)).toBe(true);
  });

  it.each<[string, Readings]>([
    ['nothing known', {}],
    ['all well', { supply: { source: 'mains', charge: 0.9 }, door: 'closed', amplifier: { fault: false } }],
    ['a warm board', { cpu: { temperatureC: 75 }, diskFreeBytes: 6, diskTotalBytes: 100 }],
    ['half of it known', { diskFreeBytes: 1, memory: { availableBytes: 1 } }],
  ])('with %s it is well', (_, readings) => {
    expect(isIll(statesFor(readings), readings)).toBe(false);
  });
});

describe('what mad sensors say', () => {
  it('costs its own figure alone', () => {
    const mad = {
      ...{ agentVersion: '1', uptimeMs: 5, door: 'ajar', at: -1 },
      cpu: { temperatureC: 85_000, load: 0.123456 },
      memory: { totalBytes: 1024 },
      network: { signalDbm: -256, receivedBytes: 1 },
      supply: { source: 'mains', volts: Number.NaN, charge: 1.2 },
      amplifier: { temperatureC: Number.POSITIVE_INFINITY, fault: 'yes' },
      ...{ volumeDb: undefined, colour: 'red', faults: [] },
    };
    expect(bounded(HealthSchema, mad)).toEqual({
      ...{ agentVersion: '1', uptimeMs: 5, faults: [] },
      cpu: { load: 0.12 },
      supply: { source: 'mains' },
    });
  });

  it('never makes a sample invalid, whatever it is', () => {
    const figure = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(undefined, null, '', 'x', true));
    const part = fc.dictionary(
      fc.constantFrom('temperatureC', 'load', 'kind', 'source', 'volts', 'charge', 'fault', 'totalBytes', 'signalDbm'),
      fc.oneof(figure, fc.constantFrom('mains', 'wifi')),
    );
    const names = ['cpu', 'memory', 'network', 'supply', 'amplifier', 'door', 'outputDbfs', 'diskFreeBytes', 'streams'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.oneof(figure, part)), (mad) => {
        const kept = bounded(HealthSchema, { ...mad, uptimeMs: 1, agentVersion: '1' });
        return Value.Check(HealthSchema, JSON.parse(JSON.stringify(kept)));
      }),
    );
  });
});

it('a bucket gives so many at once, and then one each so often', () => {
  const bucket = new TokenBucket(2, 100);
  bucket.take(0);
  bucket.take(0);
  expect(bucket.readyAt(0)).toBe(100);
  bucket.take(50);
  expect(bucket.readyAt(50)).toBe(100);
  expect(bucket.readyAt(1000)).toBe(1000);
  bucket.take(1000);
  bucket.take(1000);
  expect(bucket.readyAt(1000)).toBe(1100);
});
