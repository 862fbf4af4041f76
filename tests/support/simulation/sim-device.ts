/** A device on virtual time: the real agent over a disk, a clock and a link that can fail. */

import { type Agent, createAgent } from '@loa-lang/device-agent/agent';
import type { AudioSink } from '@loa-lang/device-agent/ports/audio-sink';
import type { Clock } from '@loa-lang/device-agent/ports/clock';
import { LogLines } from '@loa-lang/device-agent/services/log-lines';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import { instantDecoder } from '../audio/synthetic-stream.ts';
import { FakeAssetCache } from '../fake-asset-cache.ts';
import { FakeDeviceStoreHome } from '../fake-device-store.ts';
import type { FakeHub, FakeLink } from '../fake-link.ts';
import type { Kernel } from './kernel.ts';
import { TimedPlayout } from './timed-playout.ts';

/** A stretch that was heard, in true time. */
export interface Heard {
  broadcastId: string;
  run: number;
  itemIndex: number;
  assetId: string;
  fromAt: number;
  toAt: number;
  /** position in the asset at `fromAt` */
  positionMs: number;
}

/** A device's clock: runs from its boot, dies with its machine. */
class DeviceClock implements Clock {
  alive = true;
  readonly hasBatteryClock: boolean;
  readonly #kernel: Kernel;
  readonly #bootedAt: number;
  readonly #wallErrorMs: number;

  constructor(kernel: Kernel, { hasBatteryClock, wallErrorMs }: { hasBatteryClock: boolean; wallErrorMs: number }) {
    this.#kernel = kernel;
    this.#bootedAt = kernel.now - 1000;
    this.hasBatteryClock = hasBatteryClock;
    this.#wallErrorMs = wallErrorMs;
  }
  monotonicNow = (): number => this.#kernel.now - this.#bootedAt;
  wallNow = (): number => this.#kernel.now + this.#wallErrorMs;
  at = (instant: number, call: () => void): { cancel(): void } =>
    // a microsecond later: sums of large numbers round, and who waits for an instant must not wake before it
    this.#kernel.at(this.#bootedAt + instant + 0.001, () => this.alive && call());
  toTrue = (monotonic: number): number => this.#bootedAt + monotonic;
}

export interface SimDeviceOptions {
  deviceId: string;
  deploymentId: string;
  root: RootKey;
  key: { x: string; d: string };
  /** length of each asset, ms */
  assetLengthMs(assetId: string): number;
  random(): number;
  /** of the card its store lies on; absent where a device has one card only */
  cardName?: string;
}

export class SimDevice {
  readonly home: FakeDeviceStoreHome;
  cache = new FakeAssetCache({ quotaBytes: 2 ** 31 });
  readonly heard: Heard[] = [];
  readonly log: string[] = [];
  hasBatteryClock = false;
  wallErrorMs = 0;
  readonly deviceId: string;
  readonly #kernel: Kernel;
  readonly #hub: FakeHub;
  readonly #options: SimDeviceOptions;
  #agent: Agent | undefined;
  #link: FakeLink | undefined;
  #clock: DeviceClock | undefined;
  #playout: TimedPlayout | undefined;
  #lives = 0;
  #isCut = false;

  constructor(kernel: Kernel, hub: FakeHub, options: SimDeviceOptions) {
    this.#kernel = kernel;
    this.#hub = hub;
    this.#options = options;
    this.deviceId = options.deviceId;
    this.home = new FakeDeviceStoreHome(options.cardName);
  }

  get isOn(): boolean {
    return this.#agent !== undefined;
  }

  async boot(): Promise<void> {
    const { deviceId, deploymentId, root, key, random } = this.#options;
    const clock = new DeviceClock(this.#kernel, this);
    this.#clock = clock;
    const life = ++this.#lives;
    let nonce = 0;
    this.#agent = createAgent({
      identity: {
        deviceId,
        deploymentId,
        installationId: `board-${deviceId}`,
        signer: { kid: deviceId, privateKey: await privateKeyFrom(key) },
        root,
        agentVersion: '0.0.0-simulated',
      },
      label: deviceId,
      clock,
      random,
      machineBoot: 'simulated',
      newNonce: () =>
        `nonce-${this.#options.cardName ?? ''}-${String(life).padStart(4, '0')}-${String(++nonce).padStart(8, '0')}`,
      store: await this.home.open(),
      cache: this.cache,
      createLink: (will) => {
        this.#link = this.#hub.link({ will, now: clock.monotonicNow, forgetful: true });
        this.#link.block(this.#isCut);
        return this.#link;
      },
      createPlayout: (options) => {
        this.#playout = new TimedPlayout(options, ({ segment, fromAt, toAt, positionMs }) => {
          const { broadcastId, run, itemIndex, assetId = '' } = segment;
          const at = { fromAt: clock.toTrue(fromAt), toAt: clock.toTrue(toAt) };
          const last = this.heard.at(-1);
          const goesOn =
            last !== undefined &&
            last.broadcastId === broadcastId &&
            last.run === run &&
            last.itemIndex === itemIndex &&
            Math.abs(last.toAt - at.fromAt) < 1 &&
            Math.abs(last.positionMs + last.toAt - last.fromAt - positionMs) < 20;
          if (goesOn) last.toAt = at.toAt;
          else this.heard.push({ broadcastId, run, itemIndex, assetId, positionMs, ...at });
        });
        return this.#playout;
      },
      createSink: () => silentSink,
      amplifier: undefined,
      openDecoder: async () => instantDecoder(0),
      openSound: async (_, assetId) => ({
        ok: true,
        reader: {
          durationSamples: this.#options.assetLengthMs(assetId) * 48,
          seek: () => undefined,
          read: () => 0,
          free: () => undefined,
        },
      }),
      log: new LogLines(
        () => Math.round(this.#kernel.now),
        ({ at, text }) => this.log.push(`${new Date(at).toISOString()} ${text}`),
      ),
      restart: () => undefined,
    });
    await this.#agent.start();
  }

  /** The power goes: nothing more is called, sent or heard. */
  async crash(): Promise<void> {
    this.#playout?.die();
    if (this.#clock !== undefined) this.#clock.alive = false;
    this.#link?.block(true);
    await this.#link?.stop();
    this.#agent = undefined;
  }

  /** Its own network, not the controller's. */
  cut(isCut: boolean): void {
    this.#isCut = isCut;
    this.#link?.block(isCut);
  }

  /** The disk is gone, with all audio. */
  loseStore(): void {
    this.home.lose();
    this.cache = new FakeAssetCache({ quotaBytes: 2 ** 31 });
  }
}

/** What sounds is told by the playout. */
const silentSink: AudioSink = {
  name: 'silent',
  start: async () => undefined,
  changed: () => undefined,
  position: () => undefined,
  onFault: () => undefined,
  stop: async () => undefined,
};
