/** What a device makes of a recording, graded as the controller does: through rooms, noise, faults and silence. */
import { gradeOf } from '@loa-lang/controller/domain/self-test/grade';
import { type Baseline, isClearEnough, type Measurement } from '@loa-lang/controller/domain/self-test/measurement';
import { AFTER_MS, measurePilot, QUIET_MS } from '@loa-lang/device-agent/domain/hearing/measure-pilot';
import { PILOT_MS, pilotAt } from '@loa-lang/device-agent/domain/hearing/pilot';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';

const RATE = 16_000;
const PER_MS = RATE / 1000;
const PLAYED_DBFS = -20;
const breathe = async () => undefined;

interface Pole {
  seed: number;
  /** of the horn at the microphone, dB */
  gainDb: number;
  noiseDbfs: number;
  delayMs?: number;
  /** below this frequency nothing comes out: a torn driver, Hz */
  fromHz?: number;
}

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** First order, twice: what is below falls by 12 dB an octave. */
function highPass(samples: Float32Array, hz: number): Float32Array {
  const keep = Math.exp((-2 * Math.PI * hz) / RATE);
  let result = samples;
  for (let pass = 0; pass < 2; pass++) {
    const out = new Float32Array(result.length);
    for (let i = 1; i < result.length; i++) {
      out[i] = keep * ((out[i - 1] as number) + (result[i] as number) - (result[i - 1] as number));
    }
    result = out;
  }
  return result;
}

/** The pilot with three echoes, in noise of its own seed. */
async function measured({ seed, gainDb, noiseDbfs, delayMs = 35, fromHz }: Pole): Promise<Measurement> {
  const random = seededRandom(seed);
  const length = Math.round((QUIET_MS + PILOT_MS + AFTER_MS) * PER_MS);
  const noise = 10 ** (noiseDbfs / 20);
  const recording = Float32Array.from({ length }, () => normal(random) * noise);
  const pilot = pilotAt(RATE, PLAYED_DBFS + gainDb);
  const heard = fromHz === undefined ? pilot : highPass(pilot, fromHz);
  const playedAt = QUIET_MS * PER_MS;
  for (const [afterMs, share] of [
    [0, 1],
    [23, 0.4],
    [61, 0.2],
    [140, 0.08],
  ] as const) {
    const at = Math.round(playedAt + (delayMs + afterMs) * PER_MS);
    for (let i = 0; i < heard.length && at + i < length; i++) {
      recording[at + i] = (recording[at + i] as number) + share * (heard[i] as number);
    }
  }
  return { playedDbfs: PLAYED_DBFS, ...(await measurePilot(recording, playedAt, breathe)) };
}

const WELL: Pole = { seed: 1, gainDb: -15, noiseDbfs: -55 };
const baselineOf = async (pole: Pole): Promise<Baseline> => ({
  ...(await measured(pole)),
  ...{ deviceId: 'may', volumeDb: 0, madeAt: 0 },
});
const SEEDS = [11, 12, 13];

/** Each seed with the same pole. */
async function grades(pole: Omit<Pole, 'seed'>, well: Pole = WELL) {
  const baseline = await baselineOf(well);
  const all = [];
  for (const seed of SEEDS) {
    const { grade, figures } = gradeOf(await measured({ ...pole, seed }), baseline, 'may', undefined);
    all.push({ grade, lossDb: figures.lossDb ?? Number.NaN, notes: figures.notes });
  }
  return all;
}
const named = (all: { grade: string | undefined }[]) => [...new Set(all.map(({ grade }) => grade ?? 'none'))];

describe('a pilot that was recorded', () => {
  it('is clear enough to calibrate by in a quiet place, and not in a loud one', async () => {
    expect(isClearEnough(await measured(WELL))).toBe(true);
    expect(isClearEnough(await measured({ ...WELL, noiseDbfs: -20 }))).toBe(false);
    expect(isClearEnough(await measured({ ...WELL, gainDb: -120 }))).toBe(false);
  });

  it.each([-55, -45])('passes with other noise, of %i dBFS', async (noiseDbfs) => {
    const all = await grades({ ...WELL, noiseDbfs });
    console.log(`noise ${noiseDbfs} dBFS: loss ${all.map(({ lossDb }) => lossDb).join(' ')} dB`);
    expect(named(all)).toEqual(['pass']);
    for (const { lossDb } of all) expect(Math.abs(lossDb)).toBeLessThan(1);
  });

  it.each([
    [-3, ['pass']],
    [-8, ['weak']],
    [-20, ['weak']],
  ] as const)('changed by %i dB is %s', async (changeDb, expected) => {
    const all = await grades({ ...WELL, gainDb: WELL.gainDb + changeDb });
    console.log(`${changeDb} dB: loss ${all.map(({ lossDb }) => lossDb).join(' ')} dB`);
    expect(named(all)).toEqual(expected);
    for (const { lossDb } of all) expect(Math.abs(lossDb + changeDb)).toBeLessThan(1);
  });

  it('without its lower half is weak, and by its bands', async () => {
    const all = await grades({ ...WELL, fromHz: 1250 });
    expect(named(all)).toEqual(['weak']);
    console.log(`without what is below 1250 Hz: ${JSON.stringify(all[0])}`);
  });

  it('of a horn that is silent is silent, whatever the noise', async () => {
    for (const noiseDbfs of [-75, -48]) {
      expect(named(await grades({ ...WELL, gainDb: -120, noiseDbfs })), `${noiseDbfs}`).toEqual(['silent']);
    }
  });

  it('in noise that hides it is not judged', async () => {
    expect(named(await grades({ ...WELL, gainDb: -120, noiseDbfs: -15 }))).toEqual(['none']);
  });

  it('of another horn far away comes late', async () => {
    const all = await grades({ ...WELL, delayMs: 35 + 300 });
    expect(named(all)).toEqual(['weak']);
    expect(all[0]?.notes).toEqual(['delay-shifted']);
  });
});
