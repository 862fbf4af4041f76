/** An agent hears its own loudspeaker through a real sound server; what takes longer is tried in the soak. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EarsStage, missingForEars, said } from '../../support/audio/ears-stage.ts';

const missing = await missingForEars();
if (missing !== undefined) console.warn(`SKIPPED: ${missing}: an agent does not hear itself`);

describe.skipIf(missing !== undefined)('an agent with a microphone in its yard', () => {
  const stage = new EarsStage();
  beforeAll(() => stage.start(), 60_000);
  afterAll(() => stage.stop());

  it('sounds a tone on command and says how loud it left; hears its pilot, and that less of it comes', async () => {
    const { answer } = await stage.command('play-test', { durationMs: 1000 });
    console.log(`play-test: ${answer.outcome}, ${answer.detail}`);
    expect(answer.outcome).toBe('done');
    expect(answer.detail).toMatch(/^1000 of 1000 ms left the output at -\d\d\.\d dBFS$/);

    const well = await stage.selfTest('well');
    expect(well.outcome).toBe('measured');
    expect(well.playedDbfs).toBeCloseTo(-20, 0);
    expect(well.levelDbfs).toBeCloseTo(-20, 0);
    expect(well.confidence).toBeGreaterThan(0.9);
    stage.yard.loss(18);
    const less = await stage.selfTest('18 dB less');
    expect(less.levelDbfs - well.levelDbfs).toBeCloseTo(-18, 0);
    stage.yard.loss(0);
  }, 60_000);

  it('is heard, and is not where another voice speaks instead of it', async () => {
    expect(await stage.heard('clear', said(0))).toMatchObject({ verdict: 'heard' });
    stage.yard.unplug(true);
    const other = stage.yard.play(said(2, 12), 'yard');
    expect(await stage.heard('another', said(0))).toMatchObject({ verdict: 'not-heard' });
    other();
    expect(stage.faults()).toEqual([]);
  }, 60_000);
});
