/** Agents on virtual time: a hub instead of a broker, sound made by formula, everything that was heard recorded. */
import { VirtualSink } from '@loa-lang/device-agent/adapters/sinks/virtual-sink';
import { type Agent, createAgent } from '@loa-lang/device-agent/agent';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import type { OpenedSound } from '@loa-lang/device-agent/playout/segment';
import type { Amplifier } from '@loa-lang/device-agent/ports/amplifier';
import type { Clock } from '@loa-lang/device-agent/ports/clock';
import type { Microphone } from '@loa-lang/device-agent/ports/microphone';
import type { Sensor } from '@loa-lang/device-agent/ports/sensor';
import type { StreamDecoder } from '@loa-lang/device-agent/ports/stream-decoder';
import { LogLines } from '@loa-lang/device-agent/services/log-lines';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { formulaSound, POSITION_SCALE } from './audio/synthetic-sound.ts';
import { instantDecoder } from './audio/synthetic-stream.ts';
import { FakeAssetCache } from './fake-asset-cache.ts';
import { FakeDeviceStoreHome } from './fake-device-store.ts';
import type { FakeLine } from './fake-line.ts';
import { FakeHub, type FakeLink } from './fake-link.ts';
import { DEPLOYMENT, newKey, StandInController } from './stand-in-controller.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Controller time at which a world begins; what is heard of a stream has the place of its instant since then. */
const FIRST_MS = 1_800_000_000_000;
const FIRST_MONOTONIC_MS = 5000;
/** Controller time minus the device's monotonic clock. */
const OFFSET_MS = FIRST_MS - FIRST_MONOTONIC_MS;
/** Each step moves virtual time on and lets real signatures be made and checked. */
const STEP_MS = 100;

/** A stretch that was heard, in whole milliseconds. */
export interface Heard {
  /** controller time of its first and after its last sample */
  fromAt: number;
  toAt: number;
  /** position in the asset at `fromAt` */
  positionMs: number;
}

/** A clock that dies with its machine: what was to be called is not called any more. */
class MortalClock implements Clock {
  readonly hasBatteryClock: boolean;
  readonly #clock: VirtualClock;
  alive = true;

  constructor(clock: VirtualClock, hasBatteryClock: boolean) {
    this.#clock = clock;
    this.hasBatteryClock = hasBatteryClock;
  }
  monotonicNow = (): number => this.#clock.monotonicNow();
  wallNow = (): number => this.#clock.wallNow();
  at = (instant: number, call: () => void): { cancel(): void } => this.#clock.at(instant, () => this.alive && call());
}

export class VirtualDevice {
  readonly home = new FakeDeviceStoreHome();
  cache = new FakeAssetCache({ quotaBytes: 1024 * 1024 * 1024 });
  readonly heard: Heard[] = [];
  hasBatteryClock = false;
  /** another one: the machine itself was switched off in between */
  machineBoot = 'boot-1';
  /** a socket for a microphone, and what is said into it while it is open */
  aux: FakeLine | undefined;
  microphone: Microphone | undefined;
  amplifier: Amplifier | undefined;
  /** what assets sound like, instead of their places */
  openSound: ((path: string, assetId: string) => Promise<OpenedSound>) | undefined;
  /** what streams sound like, instead of their instants */
  decoder: StreamDecoder | undefined;
  /** a fault in what makes the sound: changes a block, answers whether it sounds */
  spoil: ((block: Float32Array, heardAt: number, sounding: boolean) => boolean) | undefined;
  /** told of everything that leaves the program */
  onBlock: ((block: Float32Array, heardAt: number) => void) | undefined;
  diskFreeBytes: (() => Promise<number>) | undefined;
  /** what of its board can be looked at */
  sensors: Sensor[] = [];
  restarts = 0;
  readonly log: string[] = [];
  agent: Agent | undefined;
  link: FakeLink | undefined;
  #sink: VirtualSink | undefined;
  #clock: MortalClock | undefined;
  readonly deviceId: string;
  readonly #world: VirtualWorld;
  readonly #key: { x: string; d: string };
  readonly #label: string;

  constructor(world: VirtualWorld, deviceId: string, key: { x: string; d: string }) {
    this.#world = world;
    this.deviceId = deviceId;
    this.#key = key;
    this.#label = deviceId;
  }

  async boot(): Promise<Agent> {
    const { hub, clock } = this.#world;
    const mortal = new MortalClock(clock, this.hasBatteryClock);
    const sink = new VirtualSink({ skewPpm: 0, blockSamples: 480, onBlock: (block, at) => this.#left(block, at) });
    sink.startAt(clock.monotonicNow());
    this.#clock = mortal;
    this.#sink = sink;
    let nonce = 0;
    const life = Math.random().toString(36).slice(2, 10);
    this.agent = createAgent({
      identity: {
        deviceId: this.deviceId,
        deploymentId: DEPLOYMENT,
        installationId: `board-${this.deviceId}`,
        signer: { kid: this.deviceId, privateKey: await privateKeyFrom(this.#key) },
        root: this.#world.controller.root,
        agentVersion: '0.0.0-test',
      },
      label: this.#label,
      clock: mortal,
      random: () => 0.5,
      machineBoot: this.machineBoot,
      newNonce: () => `nonce-${life}-${String(++nonce).padStart(8, '0')}`,
      store: await this.home.open(),
      cache: this.cache,
      createLink: (will) => {
        this.link = hub.link({ will, now: mortal.monotonicNow });
        return this.link;
      },
      createPlayout: (options) => this.#spoilt(new PlayoutSource(options)),
      createSink: () => sink,
      ...(this.aux && { aux: this.aux.input(mortal) }),
      ...(this.microphone && { microphone: this.microphone }),
      amplifier: this.amplifier,
      openSound: this.openSound ?? formulaSound(3600 * 48_000, (k) => (k + 1) / POSITION_SCALE),
      openDecoder: async () => this.decoder ?? instantDecoder(FIRST_MS),
      log: new LogLines(
        () => Math.round(clock.monotonicNow()),
        ({ at, text }) => this.log.push(`${at} ${text}`),
      ),
      sensors: this.sensors,
      restart: () => this.restarts++,
    });
    await this.agent.start();
    return this.agent;
  }

  /** The power goes: nothing more is called, sent or heard. */
  async crash(): Promise<void> {
    if (this.#clock !== undefined) this.#clock.alive = false;
    await this.#sink?.stop();
    await this.link?.stop();
    this.agent = undefined;
  }

  play(until: number): void {
    this.#sink?.playUntil(until);
  }

  #spoilt(playout: PlayoutSource): PlayoutSource {
    const render = playout.render.bind(playout);
    playout.render = (block, heardAt, hearing) => {
      const sounding = render(block, heardAt, hearing);
      return this.spoil?.(block, heardAt, sounding) ?? sounding;
    };
    return playout;
  }

  #left(block: Float32Array, heardAt: number): void {
    this.onBlock?.(block, heardAt);
    this.#hear(block, heardAt);
  }

  /** The sound's value is its position, so a block tells its place by its last samples, where no ramp bends them. */
  #hear(block: Float32Array, heardAt: number): void {
    const first = block.findIndex((sample) => Math.abs(sample) >= 0.5 / POSITION_SCALE);
    if (first < 0) return;
    const end = block.findLastIndex((sample) => Math.abs(sample) >= 0.5 / POSITION_SCALE) + 1;
    const [fromAt, toAt] = [first, end].map((i) => this.#world.toController(heardAt + i / 48)) as [number, number];
    const [before = 0, last = 0] = [block[end - 2], block[end - 1]].map((sample = 0) => sample * POSITION_SCALE);
    const isSteady = Math.abs(last - before - 1) < 0.01 * Math.max(1, Math.abs(last) / 1e5);
    const positionMs = last / 48 - (toAt - fromAt);
    const stretch = this.heard.at(-1);
    const follows = stretch !== undefined && fromAt - stretch.toAt < 1;
    const expected = stretch === undefined ? 0 : stretch.positionMs + (fromAt - stretch.fromAt);
    if (follows && (!isSteady || Math.abs(expected - positionMs) < 20)) stretch.toAt = toAt;
    else if (isSteady) this.heard.push({ fromAt, toAt, positionMs });
  }

  /** What was heard for at least 60 ms (fades of cuts are shorter), relative to an instant: [from, to, position], ms. */
  heardSince(start: number): [from: number, to: number, position: number][] {
    return this.heard
      .filter((h) => h.toAt - h.fromAt >= 60)
      .map((h) => [Math.round(h.fromAt - start) + 0, Math.round(h.toAt - start) + 0, Math.round(h.positionMs) + 0]);
  }
}

export class VirtualWorld {
  readonly clock: VirtualClock;
  readonly hub: FakeHub;
  readonly devices: VirtualDevice[] = [];
  readonly controller: StandInController;

  private constructor(controller: StandInController, hub: FakeHub, clock: VirtualClock) {
    this.controller = controller;
    this.hub = hub;
    this.clock = clock;
    hub.observe('loa/#', () => this.#spoken++);
  }

  #spoken = 0;

  static async open(): Promise<VirtualWorld> {
    const clock = new VirtualClock({ now: FIRST_MONOTONIC_MS });
    const hub = new FakeHub();
    const controller = await StandInController.make(
      {
        publish: (topic, payload, { retain }) => hub.publish(topic, payload, { retain }),
        onMessage: (listener) => hub.observe('loa/v1/device/#', ({ topic, payload }) => listener(topic, payload)),
      },
      () => clock.monotonicNow() + OFFSET_MS,
    );
    return new VirtualWorld(controller, hub, clock);
  }

  now(): number {
    return this.toController(this.clock.monotonicNow());
  }

  toController(monotonicMs: number): number {
    return monotonicMs + OFFSET_MS;
  }

  async device(deviceId: string): Promise<VirtualDevice> {
    const key = await newKey();
    await this.controller.register(deviceId, key.x);
    const device = new VirtualDevice(this, deviceId, key);
    this.devices.push(device);
    return device;
  }

  /** Lets virtual time pass; in silence larger steps do. */
  async run(ms: number, stepMs = STEP_MS): Promise<void> {
    const until = this.clock.monotonicNow() + ms;
    while (this.clock.monotonicNow() < until) {
      const next = Math.min(until, this.clock.monotonicNow() + stepMs);
      await this.clock.advanceTo(next);
      for (const device of this.devices) device.play(next);
      await flush(
        () => this.#spoken,
        () => this.controller.atWork > 0,
      );
    }
  }

  async runTo(at: number): Promise<void> {
    await this.run(at - this.now());
  }
}

/** Signatures are made on other threads: waits until nobody is at work and nobody has said anything for a few turns. */
async function flush(spoken: () => number, atWork: () => boolean): Promise<void> {
  let before = spoken();
  for (let quiet = 0; quiet < 3; quiet++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (atWork() || spoken() !== before) quiet = -2;
    before = spoken();
  }
}
