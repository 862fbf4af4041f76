/**
 * Two hours of somebody speaking with a microphone whose crystal is wrong: the delay stays what it was, and nothing grows.
 * `LIVE_SOAK_MINUTES` makes it shorter, for trying. A live lasts an hour at most, so that the second hour is another one.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_LIVE_MINUTES } from '@loa-lang/schemas/http/live';
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedFrames } from '../bench/live/marked-frames.ts';
import { Speaker } from '../bench/live/speaker.ts';
import { courseOf } from '../bench/marks/course.ts';
import { Ears } from '../bench/marks/ears.ts';
import { HeardMarks } from '../bench/marks/heard-marks.ts';
import { markedTurn } from '../bench/marks/mark-signal.ts';
import { Microphone } from '../bench/marks/microphone.ts';
import { World } from '../support/world/world.ts';

const MINUTES = Number(process.env.LIVE_SOAK_MINUTES ?? 120);
const LISTENERS = 3;
const CRYSTAL_PPM = 100;
const MINUTE_MS = 60_000;
/** Caches are filled and code is compiled. */
const WARM_UP_MS = Math.min(5, MINUTES / 5) * MINUTE_MS;
/** Frames are dropped or left out whole, so that the delay saws by one of them; the clocks of those who listen take the rest. */
const MOST_SAW_MS = 2 * LIVE_FRAME_MS;
/** Live data after a collection. An hour of packets is 14 MB, of PCM 345 MB. */
const MOST_GROWTH_BYTES = 12e6;

const livesOf = (minutes: number): number[] => {
  const lives = Math.ceil(minutes / MOST_LIVE_MINUTES);
  return Array.from({ length: lives }, () => minutes / lives);
};

describe(`a live of ${MINUTES} minutes with a microphone that is ${CRYSTAL_PPM} ppm fast`, () => {
  let world: World;
  let ears: Ears;
  let marks: HeardMarks | undefined;
  let frames: Uint8Array[];

  beforeAll(async () => {
    world = await World.make({ hamlets: 1, clusters: LISTENERS });
    const { devices } = world.commune;
    const pathOf = ({ deviceId }: { deviceId: string }): string => join(world.folder, `ear-${deviceId}`);
    const pipes = devices.map((device) => ({ path: pathOf(device), channels: 1, pace: 'arrival' }) as const);
    ears = await Ears.start(pipes, (ear, mark) => marks?.add(`${ear}`, mark));
    await world.startFleet(devices, { sink: (device) => `probe:${pathOf(device)}` });
    await world.untilReady();
    // who speaks pauses; who never does is kept within 60 ms instead, a frame at a time where it must be
    frames = await markedFrames(markedTurn(0));
  });

  afterAll(async () => {
    await world?.stop();
    await ears?.stop();
  });

  const inUse = async (): Promise<{ controller: number; agents: number }> => {
    const [controller, agents] = await Promise.all(
      [world.controller.child, ...world.fleets.map(({ child }) => child)].map(async (child) => {
        const { heapUsedBytes, externalBytes } = await child.probe({ collectGarbage: true });
        return heapUsedBytes + externalBytes;
      }),
    );
    return { controller: controller ?? Number.NaN, agents: agents ?? Number.NaN };
  };

  it.each(livesOf(MINUTES))('%d minutes at a time', async (minutes) => {
    const { communeId } = world.commune;
    const maxMinutes = Math.min(MOST_LIVE_MINUTES, Math.ceil(minutes + 1));
    const speaker = await Speaker.begin(world.controller, { communeId, maxMinutes }, frames);
    const microphone = new Microphone((block, number) => speaker.take(block, number), CRYSTAL_PPM);
    const heard = new HeardMarks((mark) => microphone.spokenAt(mark));
    marks = heard;
    microphone.start();
    await speaker.untilOnAir();
    await sleep(WARM_UP_MS);
    const from = microphone.spoken;
    const before = await inUse();
    // the maximum would end it on the way
    await sleep((minutes - 1) * MINUTE_MS - WARM_UP_MS);
    const after = await inUse();
    const to = microphone.spoken;
    await sleep(3000);
    microphone.stop();
    await speaker.end();
    marks = undefined;

    for (let listener = 0; listener < LISTENERS; listener++) {
      const points = heard
        .between(from, to)
        .filter((each) => each.listener === String(listener))
        .map(({ mark, delayMs }) => ({ atMs: microphone.spokenAt(mark) - microphone.spokenAt(from), delayMs }));
      const course = courseOf(points, MINUTE_MS / 2);
      console.log(
        `listener ${listener}: ${JSON.stringify({ ...course, of: to - from, delayMs: speaker.live.delayMs })}`,
      );
      expect(course.mostMs - course.leastMs, 'range of the delay, ms').toBeLessThanOrEqual(MOST_SAW_MS);
      expect(Math.abs(course.grownMs), 'growth of the delay, ms').toBeLessThanOrEqual(MOST_SAW_MS);
      // what drops a frame to keep the pace may hit a mark
      expect(course.points / (to - from), 'share of marks heard').toBeGreaterThan(0.97);
    }
    console.log(`in use before and after: ${JSON.stringify({ before, after, lateBlocks: microphone.late })}`);
    expect(after.controller - before.controller, 'growth of the controller').toBeLessThan(MOST_GROWTH_BYTES);
    expect(after.agents - before.agents, 'growth of the agents').toBeLessThan(MOST_GROWTH_BYTES);
  });
});
