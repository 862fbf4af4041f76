/**
 * `kill -9` of a part of the deployment at a random moment around a broadcast. What is true afterwards is judged by
 * what the loudspeakers sounded: receipts, coverage and sound must agree.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { expect } from 'vitest';
import { expectInPlace, type Sounded } from '../audio/expect-sound.ts';
import { eventually } from '../eventually.ts';
import type { Mosquitto } from '../mosquitto.ts';
import { AgentProcess } from './agent-process.ts';
import type { MadeDevice } from './commune.ts';
import { expectStoredOnce, readyBefore } from './expect-stored-once.ts';
import { planSounding, rulerBulletin, soundedBy, sounding, untilCovered } from './sounding.ts';
import { World } from './world.ts';

export type Victim = 'controller' | 'agent' | 'broker';

const SECONDS = 5;
const LEAD_MS = 6000;
/** From when the plan may still be under way, to when the receipts are. */
const KILL_FROM_MS = -LEAD_MS + 500;
const KILL_UNTIL_MS = SECONDS * 1000 + 1500;
const LONGEST_DOWN_MS = 2500;
/** Reconnects are spread over half a minute, and back-off doubles. */
const PATIENCE_MS = 150_000;
/** Sound that a kill may leave out of the journal: its first entry in mid-play and the writing of it. */
const UNJOURNALED_MS = 600;

export class KillRounds {
  readonly world: World;
  /** the agent that gets killed; the others live in a process of their own */
  readonly #alone: AgentProcess;
  readonly #broker: Mosquitto | undefined;
  readonly #random: () => number;
  #round = 0;

  private constructor(world: World, alone: AgentProcess, broker: Mosquitto | undefined, random: () => number) {
    this.world = world;
    this.#alone = alone;
    this.#broker = broker;
    this.#random = random;
  }

  static async open(random: () => number, broker?: Mosquitto): Promise<KillRounds> {
    const env = broker === undefined ? {} : { env: { MQTT_URL: broker.url } };
    const world = await World.make({ hamlets: 2, clusters: 4, ...env });
    const [first, ...others] = world.commune.devices as [MadeDevice, ...MadeDevice[]];
    await world.startFleet(others, sounding(world));
    const alone = AgentProcess.start(await world.agentFiles(first, sounding(world)));
    await Promise.all([world.untilReady(others.length), alone.untilReady()]);
    return new KillRounds(world, alone, broker, random);
  }

  async close(): Promise<void> {
    await this.#alone.stop();
    await this.world.stop();
  }

  /** One broadcast, one kill, and everything that must be true after it. */
  async play(victim: Victim): Promise<void> {
    const round = ++this.#round;
    const ruler = await rulerBulletin(this.world, SECONDS, Math.floor(this.#random() * 2 ** 31));
    const targets = { areaIds: [this.world.commune.communeId] };
    const broadcast = await planSounding(this.world, ruler, LEAD_MS, { targets });
    const killAtMs = KILL_FROM_MS + this.#random() * (KILL_UNTIL_MS - KILL_FROM_MS);
    const downMs = this.#random() * LONGEST_DOWN_MS;
    await sleep(broadcast.startAtMs + killAtMs - Date.now());
    await this.#kill(victim);
    await sleep(downMs);
    await this.#revive(victim);
    await eventually(`agents are back after the kill of the ${victim}`, () => this.#allDelivered(), PATIENCE_MS);
    const coverage = await untilCovered(this.world, broadcast, PATIENCE_MS);
    // what the last receipts were acknowledged for is stored
    await eventually('all is acknowledged', () => this.#allDelivered(), PATIENCE_MS);
    const states = new Map(coverage.clusters.map((cluster) => [cluster.id, cluster]));
    const ready = await readyBefore(this.#dataDir, broadcast.id, broadcast.startAtMs);
    const sounds = this.world.commune.devices.map((device) => ({
      device,
      sounded: soundedBy(this.world, device, broadcast),
    }));
    const heard = sounds.map(({ device, sounded }) => {
      const stretches = sounded.stretches.map(({ fromMs, toMs }) =>
        [fromMs, toMs].map((at) => Math.round(at - broadcast.startAtMs)).join('–'),
      );
      return `${states.get(device.clusterId)?.state} [${stretches.join(', ')}]`;
    });
    console.log(
      `round ${round}: ${victim} killed ${Math.round(killAtMs)} ms after the start, for ${Math.round(downMs)} ms; ` +
        `ready before ${ready.size} of 4; ${heard.join(', ')}`,
    );
    for (const { device, sounded } of sounds) {
      const killed = victim === 'agent' && device === this.#alone.files.device;
      const { state, playedMs = 0 } = states.get(device.clusterId) ?? {};
      const what = `round ${round}, ${victim} killed at ${Math.round(killAtMs)} ms, ${device.deviceId}`;
      expectInPlace(what, sounded, broadcast);
      expectAgreement(what, { state, playedMs, killed }, sounded);
      if (!killed && ready.has(device.deviceId)) expect(state, `${what}: had all before the start`).toBe('reached');
    }
    await expectStoredOnce(this.#dataDir);
  }

  get #dataDir(): string {
    return join(this.world.folder, 'controller');
  }

  async #kill(victim: Victim): Promise<void> {
    if (victim === 'controller') await this.world.killController();
    else if (victim === 'agent') await this.#alone.kill();
    else await this.#outsideBroker().kill();
  }

  async #revive(victim: Victim): Promise<void> {
    if (victim === 'controller') this.world.controller = await this.world.controller.restart();
    else if (victim === 'agent') this.#alone.again();
    else await this.#outsideBroker().launch();
  }

  #outsideBroker(): Mosquitto {
    if (this.#broker === undefined) throw new Error('the broker is part of the controller here');
    return this.#broker;
  }

  async #allDelivered(): Promise<boolean> {
    const delivered = (status: AgentStatus | undefined): boolean =>
      status?.connected === true && status.behind.length === 0 && status.pendingReports === 0;
    const { statuses } = this.world;
    return statuses.length === 3 && statuses.every(delivered) && delivered(await this.#alone.status());
  }
}

/** Coverage says what sounded: never more, and never less where the device lived through it. */
function expectAgreement(
  what: string,
  { state, playedMs, killed }: { state: string | undefined; playedMs: number; killed: boolean },
  { share, audibleMs: soundedMs }: Sounded,
): void {
  expect(playedMs, `${what}: claims no more than sounded`).toBeLessThanOrEqual(soundedMs + 100);
  if (state === 'reached') expect(share, `${what}: reached`).toBeGreaterThan(0.94);
  else if (killed && state === 'partial') expect(soundedMs, `${what}: partial`).toBeGreaterThan(0);
  else if (killed) expect(soundedMs, `${what}: ${state}`).toBeLessThan(UNJOURNALED_MS);
  else {
    expect(playedMs, `${what}: claims all that sounded`).toBeGreaterThan(soundedMs - 150);
    expect(state, `${what}: sounded ${Math.round(soundedMs)} ms`).toBe(soundedMs > 0 ? 'partial' : 'missed');
  }
}
