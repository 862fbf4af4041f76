/** What a microphone in the yard tells of a loudspeaker, through a real sound server: loss, rain, silence, a pulled plug. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EarsStage, missingForEars, said } from '../support/audio/ears-stage.ts';
import { noise } from '../unit/device-agent/hearing/rooms.ts';

const missing = await missingForEars();
if (missing !== undefined) console.warn(`SKIPPED: ${missing}: an agent does not hear itself`);

describe.skipIf(missing !== undefined)('an agent with a microphone in its yard', () => {
  const stage = new EarsStage();
  const { yard } = stage;
  beforeAll(() => stage.start(), 60_000);
  afterAll(() => stage.stop());

  it('measures itself in rain and with its plug pulled', async () => {
    const well = await stage.selfTest('well');
    const rain = yard.play(noise(12 * 48_000, -30, 5), 'yard');
    const wet = await stage.selfTest('rain 10 dB under it');
    expect(wet.confidence).toBeGreaterThan(0.8);
    expect(Math.abs(wet.levelDbfs - well.levelDbfs)).toBeLessThan(1.5);
    rain();
    yard.unplug(true);
    const silent = await stage.selfTest('plug pulled');
    expect(silent.confidence).toBeLessThan(0.2);
    expect(silent.levelDbfs).toBeLessThan(-60);
    yard.unplug(false);
  }, 90_000);

  it('tells heard, weak and not heard of broadcasts', async () => {
    expect(await stage.heard('clear', said(0))).toMatchObject({ verdict: 'heard' });
    expect(await stage.heard('again', said(1))).toMatchObject({ verdict: 'heard' });
    const rain = yard.play(noise(14 * 48_000, -22, 5), 'yard');
    expect(await stage.heard('rain', said(2))).toMatchObject({ verdict: 'heard' });
    rain();
    yard.loss(20);
    expect(await stage.heard('lost', said(3))).toMatchObject({ verdict: 'weak' });
    yard.loss(0);
    yard.unplug(true);
    expect(await stage.heard('silence', said(0))).toMatchObject({ verdict: 'not-heard' });
    yard.unplug(false);
    expect(stage.faults()).toEqual([]);
  }, 150_000);
});
