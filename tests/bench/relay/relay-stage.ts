/** Three stations that can die, a commune whose hamlets each hear one of them, and ears at every loudspeaker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RelaySourceBody } from '@loa-lang/schemas/http/relay-sources';
import { wavOf } from '../../support/audio/broken-files.ts';
import { uploadBulletin } from '../../support/world/bulletins.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import { World } from '../../support/world/world.ts';
import { ReferenceTime } from '../agents/reference-time.ts';
import { Station, type StationSetUp } from '../comparators/station.ts';
import { Ears } from '../marks/ears.ts';
import { HeardMarks } from '../marks/heard-marks.ts';
import { BLOCK_SAMPLES, RATE_HZ } from '../marks/mark-signal.ts';
import { Microphone, monotonicMs } from '../marks/microphone.ts';
import { TONE_HZ, type Turn } from '../marks/sound-turns.ts';

export const DEATHS = ['killed', 'stalled', 'silent'] as const;
export type Death = (typeof DEATHS)[number];

export const LISTENERS_PER_STATION = 2;
/** What follows the relay in each programme. */
const TONE_SECONDS = 20;
const SILENCE = new Int16Array(BLOCK_SAMPLES);

const SET_UP: StationSetUp = {
  burstBytes: 65_535,
  encoder: ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'],
  mount: 'dai',
  contentType: 'audio/mpeg',
};

export interface Listener {
  device: MadeDevice;
  turns: Turn[];
}

/** Where one way to die is tried. */
export interface Hamlet {
  death: Death;
  areaId: string;
  station: Station;
  sourceId: string;
  listeners: Listener[];
}

export class RelayStage {
  readonly world: World;
  readonly reference: ReferenceTime;
  readonly hamlets: readonly Hamlet[];
  readonly marks: HeardMarks;
  readonly microphone: Microphone;
  readonly toneBulletinId: string;
  readonly #silent: Set<Death>;
  readonly #closing: (() => Promise<unknown>)[];

  private constructor(parts: {
    world: World;
    reference: ReferenceTime;
    hamlets: readonly Hamlet[];
    marks: HeardMarks;
    microphone: Microphone;
    toneBulletinId: string;
    silent: Set<Death>;
    closing: (() => Promise<unknown>)[];
  }) {
    this.world = parts.world;
    this.reference = parts.reference;
    this.hamlets = parts.hamlets;
    this.marks = parts.marks;
    this.microphone = parts.microphone;
    this.toneBulletinId = parts.toneBulletinId;
    this.#silent = parts.silent;
    this.#closing = parts.closing;
  }

  static async start(log: (line: string) => void): Promise<RelayStage> {
    const closing: (() => Promise<unknown>)[] = [];
    try {
      const folder = await mkdtemp(join(tmpdir(), 'loa-relay-'));
      closing.push(() => rm(folder, { recursive: true, force: true }));
      const listeners = DEATHS.length * LISTENERS_PER_STATION;
      const env = { RELAY_ALLOWED_ADDRESSES: '127.0.0.1' };
      const world = await World.make({ hamlets: DEATHS.length, clusters: listeners + DEATHS.length, env });
      closing.push(() => world.stop());
      const { commune, controller } = world;
      // clusters go round the hamlets: the last of each hamlet gets no agent, and one of them is the reference
      const devices = commune.devices.slice(0, listeners);
      const reference = await ReferenceTime.start(commune.devices.at(-1) as MadeDevice, controller);
      closing.push(() => reference.stop());
      const hamlets: Hamlet[] = [];
      for (const [i, death] of DEATHS.entries()) {
        const areaId = commune.hamletIds[i] as string;
        const station = await Station.start({ ...SET_UP, mount: `dai-${death}.mp3` });
        closing.push(() => station.stop());
        const source = { areaId: commune.communeId, name: `Đài ${death}`, addresses: [station.url] };
        const { id } = await world.api.post<RelaySourceBody>('/relay-sources', source);
        const here = devices.filter(({ hamletId }) => hamletId === areaId);
        const hearing = here.map((device) => ({ device, turns: [] }));
        hamlets.push({ death, areaId, station, sourceId: id, listeners: hearing });
      }
      const silent = new Set<Death>();
      const microphone = new Microphone((block) => {
        for (const { death, station } of hamlets) station.take(silent.has(death) ? SILENCE : block);
      });
      const marks = new HeardMarks((mark) => microphone.spokenAt(mark));
      const all = hamlets.flatMap(({ listeners: hearing }) => hearing);
      const pathOf = ({ deviceId }: MadeDevice): string => join(folder, `ear-${deviceId}`);
      const ears = await Ears.start(
        all.map(({ device }) => ({ path: pathOf(device), channels: 1, pace: 'arrival' })),
        (ear, mark) => marks.add((all[ear] as Listener).device.deviceId, mark),
        (ear, turn) => all[ear]?.turns.push(turn),
      );
      closing.push(() => ears.stop());
      await world.startFleet(devices, { sink: (device) => `probe:${pathOf(device)}` });
      await world.untilReady(devices.length);
      const toneBulletinId = await uploadTone(world);
      await world.untilAgents(devices.length, ({ audio }) => audio.complete > 0, 120_000);
      microphone.start();
      closing.push(async () => microphone.stop());
      log(`${DEATHS.length} stations, ${devices.length} agents`);
      return new RelayStage({ world, reference, hamlets, marks, microphone, toneBulletinId, silent, closing });
    } catch (error) {
      for (const close of closing.reverse()) await close();
      throw error;
    }
  }

  /** @returns when it happened, ms of CLOCK_MONOTONIC */
  die({ death, station }: Hamlet): number {
    const at = monotonicMs();
    if (death === 'killed') void station.kill();
    else if (death === 'stalled') station.stall();
    else this.#silent.add(death);
    return at;
  }

  async revive({ death, station }: Hamlet): Promise<void> {
    if (death === 'silent') this.#silent.delete(death);
    else await station.revive();
  }

  async stop(): Promise<void> {
    for (const close of this.#closing.reverse()) await close();
  }
}

/** Kept by every device ahead of use. */
async function uploadTone({ api, commune }: World): Promise<string> {
  const samples = Float64Array.from(
    { length: TONE_SECONDS * RATE_HZ },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * TONE_HZ * i) / RATE_HZ),
  );
  const file = { bytes: wavOf([samples], RATE_HZ), name: 'tone.wav' };
  return (await uploadBulletin(api, commune.communeId, file, { keep: true })).id;
}
