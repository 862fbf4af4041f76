/** A whole device on the bench: the real agent, store and cache over a disk in memory that can be cut, filled and zeroed. */

import { FileAssetCache } from '@loa-lang/device-agent/adapters/files/file-asset-cache';
import { openFileDeviceStore } from '@loa-lang/device-agent/adapters/files/file-device-store';
import { type Agent, createAgent } from '@loa-lang/device-agent/agent';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import { LogLines } from '@loa-lang/device-agent/services/log-lines';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { instantDecoder } from '../audio/synthetic-stream.ts';
import type { FakeLink } from '../fake-link.ts';
import { type Chooser, FaultDisk } from '../fault-disk.ts';
import { DEPLOYMENT, type KeyMaterial } from '../stand-in-controller.ts';
import type { AgentBench } from './agent-bench.ts';
import { BenchClock, type Wall } from './bench-clock.ts';
import { BenchSink } from './bench-sink.ts';
import { Listener } from './heard.ts';

export interface BenchDeviceOptions {
  deviceId: string;
  key: KeyMaterial;
  installationId?: string;
}

export const STORE = '/device';

export class BenchDevice {
  readonly ears = new Listener();
  readonly log: string[] = [];
  readonly wall: Wall = { hasBattery: false, offsetMs: 0 };
  disk = new FaultDisk();
  restarts = 0;
  agent: Agent | undefined;
  link: FakeLink | undefined;
  readonly options: BenchDeviceOptions;
  readonly #bench: AgentBench;
  #clock: BenchClock | undefined;
  #sink: BenchSink | undefined;
  #lives = 0;

  constructor(bench: AgentBench, options: BenchDeviceOptions) {
    this.#bench = bench;
    this.options = options;
  }

  get deviceId(): string {
    return this.options.deviceId;
  }

  async boot(): Promise<Agent> {
    const { time, hub } = this.#bench;
    const { deviceId, key, installationId = `board-${deviceId}` } = this.options;
    // a board without a battery wakes in 1970
    if (!this.wall.hasBattery) this.wall.offsetMs = -time.now;
    const clock = new BenchClock(time, this.wall);
    const sink = new BenchSink(clock, (block, at) => this.ears.hear(block, at));
    const life = `${deviceId}-${installationId}-${++this.#lives}`;
    let nonces = 0;
    const { disk } = this;
    this.#clock = clock;
    this.#sink = sink;
    this.agent = createAgent({
      identity: {
        deviceId,
        deploymentId: DEPLOYMENT,
        installationId,
        signer: { kid: deviceId, privateKey: await privateKeyFrom(key) },
        root: this.#bench.controller.root,
        agentVersion: '0.0.0-test',
      },
      label: undefined,
      clock,
      random: () => 0.5,
      machineBoot: 'bench',
      newNonce: () => `nonce-${life}-${String(++nonces).padStart(8, '0')}`,
      store: await openFileDeviceStore({ folder: STORE, disk }),
      cache: new FileAssetCache({ folder: `${STORE}/assets`, disk }),
      createLink: (will) => {
        this.link = hub.link({ will, now: clock.monotonicNow });
        return this.link;
      },
      createPlayout: (options) => new PlayoutSource(options),
      createSink: () => sink,
      amplifier: undefined,
      openSound: (path) => this.#bench.openSound(path),
      openDecoder: async () => instantDecoder(0),
      log: new LogLines(clock.wallNow, ({ text }) => this.log.push(`${Math.round(clock.monotonicNow())} ${text}`)),
      restart: () => this.restarts++,
    });
    await this.agent.start();
    return this.agent;
  }

  status(): AgentStatus {
    if (this.agent === undefined) throw new Error(`${this.deviceId} is off`);
    return this.agent.status();
  }

  /** The process is killed: nothing more is called, sent or heard; what was written stays. */
  async kill(): Promise<void> {
    await this.#die();
    this.disk = new FaultDisk(this.disk.files());
  }

  /** The power goes: of what was written and not synced `choose` decides. */
  async cutPower(choose: Chooser): Promise<void> {
    await this.#die();
    this.disk = this.disk.afterPowerCut(choose);
  }

  /** Ends in order. */
  async stop(): Promise<void> {
    await this.agent?.stop();
    this.agent = undefined;
  }

  /** Changes a file of the device while it is off. */
  damage(path: string, change: (content: Buffer) => Buffer | undefined): void {
    const files = this.disk.files();
    const content = files.get(path);
    if (content === undefined) throw new Error(`no file ${path}`);
    const changed = change(content);
    if (changed === undefined) files.delete(path);
    else files.set(path, changed);
    this.disk = new FaultDisk(files);
  }

  /** A new card: nothing is left of what was known. */
  loseDisk(): void {
    this.disk = new FaultDisk();
  }

  silentUntil(): number {
    return this.#sink?.silentUntil() ?? Infinity;
  }

  play(until: number): void {
    this.#sink?.playUntil(until);
  }

  async #die(): Promise<void> {
    if (this.#clock !== undefined) this.#clock.alive = false;
    await this.#sink?.stop();
    await this.link?.stop();
    // what it was still writing is not written any more
    this.disk.isCut = true;
    this.agent = undefined;
  }
}
