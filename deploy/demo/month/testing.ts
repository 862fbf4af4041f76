/** Self-tests: ordered by the technician one after the other, recorded by the pole's own microphone, told by a report. */
import type { SelfTestMode } from '@loa-lang/schemas/states/self-test';
import { ApiError } from '../api.ts';
import type { Pole } from './pole.ts';
import type { World } from './world.ts';

/** Centre frequencies of the pilot, Hz. */
const BANDS = [500, 800, 1250, 2000, 3150, 5000] as const;
/** At the microphone of a horn that is well. */
const HEARD_DBFS = -28;
const NOISE_DBFS = -58;
const PLAYED_DBFS = -20;
/** A pilot, its recording and the way to the next cabinet. */
const APART_MS = 60_000;

export async function testPoles(world: World, places: readonly number[], mode: SelfTestMode): Promise<void> {
  for (const place of places) {
    const pole = world.poles[place] as Pole;
    if (!pole.isHeard) continue;
    await world.goTo(world.now + APART_MS);
    await testOne(world, pole, place, mode);
  }
  await world.controller.settled();
}

async function testOne({ all, random }: World, pole: Pole, place: number, mode: SelfTestMode): Promise<void> {
  try {
    const { command } = await all.technician.caller.post<{ command: { id: string } }>(
      `/clusters/${pole.parts.clusterId}/self-tests`,
      { mode },
    );
    const lossDb = PLAYED_DBFS - pole.levelDbfs;
    const bands = BANDS.map((hz, index) => ({
      hz,
      // each horn has its own colour, and the wind is never the same
      levelDbfs: round(Math.max(HEARD_DBFS - lossDb - ((place * 3 + index * 2) % 7) + random.between(-0.8, 0.8), -90)),
      noiseDbfs: round(NOISE_DBFS + random.between(-2, 2)),
    }));
    const isHeard = lossDb < HEARD_DBFS - NOISE_DBFS;
    await pole.report(
      {
        ...{ kind: 'self-test', commandId: command.id, outcome: 'measured', playedDbfs: PLAYED_DBFS, bands },
        ...{ delayMs: round(random.between(8, 14)), confidence: isHeard ? round(random.between(0.7, 0.9)) : 0.05 },
      },
      { kind: 'command-answer', commandId: command.id, outcome: 'done' },
    );
  } catch (error) {
    // something sounds there, or is about to: the technician comes again another day
    if (!(error instanceof ApiError)) throw error;
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
