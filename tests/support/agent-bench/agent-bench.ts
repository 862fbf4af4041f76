/**
 * A commune on one bench: whole agents, a controller that holds every key, a network nobody guards, and one time that
 * moves when told. Everything that sounds is heard.
 */
import { basename } from 'node:path';
import type { OpenedSound } from '@loa-lang/device-agent/playout/segment';
import type { AssetItem, Latch, Plan, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { formulaSound } from '../audio/synthetic-sound.ts';
import { FakeHub } from '../fake-link.ts';
import { newKey, StandInController, testSettings } from '../stand-in-controller.ts';
import { AtWork } from './at-work.ts';
import { BenchDevice } from './bench-device.ts';
import { type Sound, STEP } from './heard.ts';
import { WorldTime } from './world-time.ts';

export const S = 1000;
export const MINUTE = 60 * S;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Blocks and broadcasts lie on this grid, so that no block holds two sounds. */
const GRID_MS = 10;
/** Sound goes on in steps of this length. */
const STEP_MS = 100;
const SOUND_MS = 35 * S;
/** 06:00 on a Friday in Vietnam. */
const FIRST_DAY = Date.parse('2027-01-15T06:00:00+07:00');

export class AgentBench {
  readonly time: WorldTime;
  readonly hub = new FakeHub();
  readonly work = new AtWork();
  readonly devices: BenchDevice[] = [];
  readonly controller: StandInController;
  readonly #sounds: Map<string, Sound>;
  readonly #steps: { ms: number };
  #revision = 0;

  private constructor(time: WorldTime, hub: FakeHub, controller: StandInController, steps: { ms: number }) {
    this.time = time;
    this.hub = hub;
    this.controller = controller;
    this.#steps = steps;
    this.#sounds = new Map();
  }

  /** Opens with keys published and settings for `h1` of every device made afterwards. */
  static async open(at = FIRST_DAY): Promise<AgentBench> {
    const time = new WorldTime(at);
    const hub = new FakeHub();
    const steps = { ms: 0 };
    const controller = await StandInController.make(
      {
        publish: (topic, payload, { retain }) => hub.publish(topic, payload, { retain }),
        onMessage: (listener) => hub.observe('loa/v1/device/#', ({ topic, payload }) => listener(topic, payload)),
      },
      () => time.now + steps.ms,
    );
    const bench = new AgentBench(time, hub, controller, steps);
    hub.observe('loa/#', () => bench.work.spoke());
    bench.work.start();
    await controller.publishKeys();
    return bench;
  }

  /** Ends every device and gives the process its own WebCrypto back. */
  async close(): Promise<void> {
    for (const device of this.devices) await device.kill();
    await this.work.settled();
    this.work.stop();
  }

  /** True time; the controller's too, unless it was stepped. */
  get now(): number {
    return this.time.now;
  }

  /** The controller's clock jumps. */
  stepController(byMs: number): void {
    this.#steps.ms += byMs;
  }

  /** A device that follows `h1`, switched off. */
  async device(deviceId: string, over: Partial<Settings> = {}): Promise<BenchDevice> {
    const key = await newKey();
    await this.controller.register(deviceId, key.x);
    const device = new BenchDevice(this, { deviceId, key });
    this.devices.push(device);
    await this.controller.publishSettings(deviceId, testSettings(['h1'], over));
    return device;
  }

  /** The same device once more: its key, on another board. */
  cloneOf(device: BenchDevice): BenchDevice {
    const clone = new BenchDevice(this, { ...device.options, installationId: 'board-clone' });
    this.devices.push(clone);
    return clone;
  }

  /** Audio that the controller has, or, with `withheld`, that only plans know of. */
  sound(sound: Sound, options: { bytes?: number; withheld?: boolean } = {}): Pick<AssetItem, 'assetId' | 'sizeBytes'> {
    const bytes = Buffer.alloc(options.bytes ?? 20_000, `sound ${sound} ${options.withheld ?? ''}`);
    const manifest = this.controller.addAsset(bytes, SOUND_MS);
    this.#sounds.set(manifest.assetId, sound);
    return { assetId: manifest.assetId, sizeBytes: manifest.sizeBytes };
  }

  openSound(path: string): Promise<OpenedSound> {
    const sound = this.#sounds.get(basename(path).slice(0, 64));
    if (sound === undefined) return Promise.resolve({ ok: false, reason: 'missing', detail: path });
    return formulaSound(SOUND_MS * 48, (k) => (k + 1) * sound * STEP)();
  }

  /** Whole instant on the grid, `inMs` from now. */
  at(inMs: number): number {
    return Math.ceil((this.now + inMs) / GRID_MS) * GRID_MS;
  }

  async publish(broadcasts: Plan['broadcasts'], silence: Latch[] = []): Promise<Uint8Array> {
    return this.controller.publishPlan('h1', this.plan(broadcasts, silence, ++this.#revision));
  }

  plan(broadcasts: Plan['broadcasts'], silence: Latch[] = [], revision = 1, areaId = 'h1'): Plan {
    const issuedAt = Math.floor(this.now);
    const horizonEndsAt = issuedAt + 84 * HOUR;
    return { areaId, epoch: 1, revision, issuedAt, horizonEndsAt, silence, keepAssets: [], broadcasts };
  }

  /** Lets time pass: every due call is made at its instant, and all that follows from it is done before the next. */
  async run(ms: number): Promise<void> {
    const until = this.now + ms;
    await this.work.settled();
    while (this.now < until) {
      const sounds = Math.min(...this.devices.map((device) => device.silentUntil()));
      const step = sounds > until ? until : Math.min(until, Math.max(sounds, this.now + STEP_MS));
      const to = Math.min(step, this.time.nextAt ?? Infinity);
      for (const device of this.devices) device.play(to);
      this.time.moveTo(to);
      if (this.time.callDue()) await this.work.settled();
      else await new Promise((resolve) => setImmediate(resolve));
    }
    while (this.time.callDue()) await this.work.settled();
    await this.work.settled();
  }

  async runTo(at: number): Promise<void> {
    await this.run(at - this.now);
  }

  /** `id#run state reason` of each receipt, in the order they came. */
  receipts(id?: string): string[] {
    return this.controller
      .receipts(id)
      .map((r) => `${r.broadcastId}#${r.run} ${r.state}${r.reason === undefined ? '' : ` ${r.reason}`}`);
  }

  faults(): string[] {
    return this.controller.bodies('fault').map((fault) => `${fault.code} ${fault.state}`);
  }
}

type Audio = Pick<AssetItem, 'assetId' | 'sizeBytes'>;

/** Parts of so many milliseconds each. */
export const parts = (audio: Audio, ...durationsMs: number[]): AssetItem[] =>
  durationsMs.map((durationMs, part) => ({ kind: 'asset', part, durationMs, language: 'vi', ...audio }));

/** A scheduled broadcast of the commune that ends 5 s after its items; everything may be overridden. */
export function broadcast(
  id: string,
  startAt: number,
  items: PlannedBroadcast['items'],
  over: Partial<PlannedBroadcast> = {},
): PlannedBroadcast {
  const durationMs = items.reduce((sum, item) => sum + item.durationMs, 0);
  return {
    id,
    version: 1,
    class: 'scheduled',
    level: 'commune',
    startAt,
    latestStartAt: startAt + 10 * MINUTE,
    joinUntilAt: startAt + 5 * S,
    endsAt: startAt + durationMs + 5 * S,
    items,
    targets: 'all',
    onInterrupted: 'restart',
    volumeRule: { gainDb: 0 },
    ...over,
  };
}
