/** Agents with `wav` sinks in a world, and broadcasts of sounds that tell their own position. */
import { join } from 'node:path';
import type { BroadcastBody, BroadcastCreate } from '@loa-lang/schemas/http/broadcasts';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { decodeByFfmpeg } from '../audio/decode.ts';
import { type Planned, type Sounded, soundOf } from '../audio/expect-sound.ts';
import { recordingsWithin } from '../audio/recordings.ts';
import { rulerWav } from '../audio/ruler.ts';
import { eventually } from '../eventually.ts';
import type { AgentPlace } from './agent-config.ts';
import { planBroadcast, type ReadyBulletin, uploadBulletin } from './bulletins.ts';
import type { MadeDevice } from './commune.ts';
import type { World } from './world.ts';

export interface SoundingBroadcast extends Planned {
  id: string;
  body: BroadcastBody;
}

export const wavFolder = (world: World, { deviceId }: Pick<MadeDevice, 'deviceId'>): string =>
  join(world.folder, 'sound', deviceId);

/** Place of agents that write down what they sound. */
export const sounding = (world: World): Partial<AgentPlace> => ({
  sink: (device) => `wav:${wavFolder(world, device)}`,
});

/** A bulletin of a sound that tells its own position, and the sound as ffmpeg decodes the asset. */
export async function rulerBulletin(
  world: World,
  seconds: number,
  seed: number,
  fields: { keep?: boolean } = {},
): Promise<{ bulletin: ReadyBulletin; content: Float32Array }> {
  const file = { bytes: rulerWav(seconds, seed), name: `thuoc-${seed}.wav` };
  const bulletin = await uploadBulletin(world.api, world.commune.communeId, file, fields);
  return { bulletin, content: await contentOf(world, bulletin.id) };
}

export const contentOf = async (world: World, bulletinId: string): Promise<Float32Array> =>
  decodeByFfmpeg(await world.api.download(`/bulletins/${bulletinId}/audio`));

/** Planned for an instant this far ahead; may be postponed by a second only. */
export async function planSounding(
  world: World,
  { bulletin, content }: { bulletin: { id: string }; content: Float32Array },
  inMs: number,
  { joinWithinMs, ...more }: Partial<BroadcastCreate> & Pick<BroadcastCreate, 'targets'> & { joinWithinMs?: number },
): Promise<SoundingBroadcast> {
  const startAtMs = Date.now() + inMs;
  const body = await planBroadcast(world.api, {
    bulletinIds: [bulletin.id],
    start: new Date(startAtMs).toISOString(),
    latestStartAt: new Date(startAtMs + 1000).toISOString(),
    ...(joinWithinMs === undefined ? {} : { joinUntilAt: new Date(startAtMs + joinWithinMs).toISOString() }),
    ...more,
  });
  return { id: body.id, body, content, startAtMs: Date.parse(body.startAt), endsAtMs: Date.parse(body.endsAt) };
}

export const soundedBy = (world: World, device: MadeDevice, broadcast: SoundingBroadcast): Sounded => {
  const { startAtMs, endsAtMs } = broadcast;
  // other broadcasts are at least as far away
  return soundOf(recordingsWithin(wavFolder(world, device), startAtMs - 500, endsAtMs + 500), broadcast);
};

export const coverageOf = (world: World, { id }: { id: string }): Promise<CoverageBody> =>
  world.api.get<CoverageBody>(`/broadcasts/${id}/coverage`);

/** Until no cluster is pending any more. */
export async function untilCovered(world: World, broadcast: { id: string }, withinMs = 90_000): Promise<CoverageBody> {
  let coverage: CoverageBody | undefined;
  await eventually(
    `coverage of ${broadcast.id} is complete`,
    async () => {
      coverage = await coverageOf(world, broadcast).catch(() => undefined);
      return coverage?.complete === true;
    },
    withinMs,
  );
  return coverage as CoverageBody;
}
