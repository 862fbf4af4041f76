/** Somebody speaks over what is planned; the controller is killed in the midst of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, sleep } from '../support/eventually.ts';
import { Speaker } from '../support/live/speaker.ts';
import { coverageOf, planSounding, rulerBulletin, sounding, untilCovered } from '../support/world/sounding.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 400_000;

let world: World;
beforeAll(async () => {
  world = await World.make({ hamlets: 1, clusters: 2, householdsPerHamlet: 100, servedPerHamlet: 90 });
  await world.startFleet(world.commune.devices, sounding(world));
  await world.untilReady();
}, PATIENCE_MS);
afterAll(() => world?.stop(), PATIENCE_MS);

interface Begun {
  liveId: string;
  audioUrl: string;
  startAt: string;
}

async function speak(begun: Begun): Promise<Speaker> {
  const opened = await Speaker.open(Number(new URL(world.controller.httpUrl).port), begun.audioUrl);
  if (typeof opened === 'number') throw new Error(`not upgraded: ${opened}`);
  let phase = 0;
  opened.talk(() => {
    const samples = Buffer.alloc(1920);
    for (let at = 0; at < 960; at++, phase++) samples.writeInt16LE(Math.round(9_000 * Math.sin(phase / 12)), at * 2);
    opened.pcm(samples);
  });
  return opened;
}

it('is heard at once over a programme, which comes back when the speaker is gone', {
  timeout: PATIENCE_MS,
}, async () => {
  const { api, commune } = world;
  const ruler = await rulerBulletin(world, 6, 16);
  const programme = await planSounding(world, ruler, 5_000, {
    targets: { areaIds: [commune.communeId] },
    // room to begin again
    endsAt: new Date(Date.now() + 90_000).toISOString(),
  });
  await eventually('the programme sounds', async () => {
    const { clusters } = await coverageOf(world, programme);
    return clusters.every(({ receipt }) => receipt === 'started');
  });
  const body = { communeId: commune.communeId, chime: false };
  const begun = await api.post<Begun>('/live', body);
  const voice = await speak(begun);
  const heard = await voice.until('both loudspeakers sound it', (state) => state.heard === 2, 60_000);
  console.log(`heard ${Date.now() - Date.parse(begun.startAt)} ms after it was to be on air`);
  expect(heard).toMatchObject({ state: 'on-air', of: 2, households: 90 });
  await sleep(2_000);
  // the lid is closed
  voice.silent();
  const silentAt = Date.now();
  const ended = await voice.until('it has ended', ({ state }) => state === 'ended');
  expect(ended.reason).toBe('abnormal');
  console.log(`ended ${Date.now() - silentAt} ms after the last frame`);
  // what it interrupted begins again and is heard whole
  expect(await untilCovered(world, programme)).toMatchObject({ clustersReached: 2 });
  const coverage = await untilCovered(world, { id: begun.liveId });
  // what was spoken counts, not the time it could have taken
  expect(coverage).toMatchObject({ clustersReached: 2, householdsReached: 90 });
  console.log(
    `live: ${coverage.clusters.map(({ state, reason, playedMs, contentMs }) => `${state} ${reason} ${playedMs}/${contentMs}`).join(', ')}`,
  );
});

it('is ended and its recording kept when the controller is killed', { timeout: PATIENCE_MS }, async () => {
  const body = { communeId: world.commune.communeId, chime: false, record: true };
  const begun = await world.api.post<Begun>('/live', body);
  const voice = await speak(begun);
  await voice.until('both loudspeakers sound it', (state) => state.heard === 2, 60_000);
  const onAirAt = Date.now();
  await sleep(3_000);
  await world.killController();
  const spokenMs = Date.now() - onAirAt;
  voice.cut();
  world.controller = await world.controller.restart();
  const upAt = Date.now();
  const lives = () => world.api.get<{ lives: unknown[] }>('/live');
  await eventually('nobody speaks any more', async () => (await lives()).lives.length === 0);
  console.log(`ended ${Date.now() - upAt} ms after the controller was up again`);
  interface Made {
    state: string;
    title: string;
    versions: { audio?: { durationMs: number } }[];
  }
  const bulletin = () => world.api.get<Made>(`/bulletins/live-${begun.liveId}`).catch(() => undefined);
  await eventually('the recording is a bulletin', async () => (await bulletin())?.state === 'ready', 60_000);
  const made = await bulletin();
  const recordedMs = made?.versions[0]?.audio?.durationMs ?? 0;
  console.log(`${made?.title}: ${recordedMs} ms recorded of ${spokenMs} ms since it was heard`);
  expect(recordedMs).toBeGreaterThan(spokenMs - 1_000);
});
