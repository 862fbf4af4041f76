/** Starts of agents as a separate process hears them, against the instants at which they were planned. */
import { setTimeout as sleep } from 'node:timers/promises';
import { planBroadcast } from '../../support/world/bulletins.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import type { World } from '../../support/world/world.ts';
import { BenchAgents } from '../agents/agents.ts';
import type { ReferenceTime } from '../agents/reference-time.ts';
import { untilAgents } from '../agents/until.ts';
import { atLeast, atMost, type Figure, figure, percentile } from '../bench.ts';
import { ProbePipes } from './pipes.ts';

export const AGENTS = 50;
export const PROCESSES_PER_LINK = 2;
export const STARTS = 20;
const SPACING_MS = 3000;
/** Plans are there so long before the first start. */
export const AHEAD_MS = 15_000;
const WALL_ERROR_MS = 3_600_000;
/** A stamp belongs to the start it is nearest to; farther than this from all it is no start. */
const BELONGS_WITHIN_MS = 1000;

interface Measured {
  errorsMs: number[];
  missing: number;
  referenceHalfWidthMs: number;
}

export class StartBench {
  readonly #world: World;
  readonly #pipes: ProbePipes;
  readonly #reference: ReferenceTime;
  readonly #bulletinId: string;
  readonly #firstSample: number;
  readonly #log: (line: string) => void;

  constructor(
    world: World,
    pipes: ProbePipes,
    reference: ReferenceTime,
    sound: { bulletinId: string; firstSample: number },
    log: (line: string) => void,
  ) {
    this.#world = world;
    this.#pipes = pipes;
    this.#reference = reference;
    this.#bulletinId = sound.bulletinId;
    this.#firstSample = sound.firstSample;
    this.#log = log;
  }

  async startAgents(devices: readonly MadeDevice[], random: () => number, brokerUrl: string): Promise<BenchAgents[]> {
    const groups: BenchAgents[] = [];
    const size = Math.ceil(devices.length / PROCESSES_PER_LINK);
    for (let at = 0; at < devices.length; at += size) {
      const files = await Promise.all(
        devices.slice(at, at + size).map((device) =>
          this.#world.agentFiles(device, {
            sink: ({ deviceId }) => `probe:${ProbePipes.pathOf(this.#world.folder, deviceId)}`,
            brokerUrl: () => brokerUrl,
          }),
        ),
      );
      const agents = files.map(({ path }) => ({ path, wallErrorMs: (random() * 2 - 1) * WALL_ERROR_MS }));
      groups.push(await BenchAgents.start({ agents, stamp: false, staggerMs: 20 }));
    }
    return groups;
  }

  async measure(devices: readonly MadeDevice[], groups: readonly BenchAgents[]): Promise<Measured> {
    await untilAgents(groups, devices.length, 'audio cached', ({ audio }) => audio.complete > 0, 60_000);
    const first = Date.now() + AHEAD_MS;
    const starts: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      const startAt = first + i * SPACING_MS;
      await planBroadcast(this.#world.api, {
        bulletinIds: [this.#bulletinId],
        targets: { clusterIds: devices.map(({ clusterId }) => clusterId) },
        start: new Date(startAt).toISOString(),
      });
      starts.push(startAt);
    }
    this.#log(`  ${STARTS} starts planned`);
    await sleep(first + STARTS * SPACING_MS + 1000 - Date.now());
    const planned = starts.map((startAt) => this.#reference.monotonicAt(startAt));
    const errorsMs: number[] = [];
    for (const { deviceId } of devices) {
      for (const { at } of planned) {
        const due = at + this.#firstSample / 48;
        const near = (this.#pipes.stamps.get(deviceId) ?? [])
          .map(({ atMs }) => atMs - due)
          .filter((error) => Math.abs(error) < BELONGS_WITHIN_MS)
          .sort((a, b) => Math.abs(a) - Math.abs(b));
        if (near[0] !== undefined) errorsMs.push(near[0]);
      }
    }
    return {
      errorsMs,
      missing: devices.length * STARTS - errorsMs.length,
      referenceHalfWidthMs: Math.max(...planned.map(({ halfWidthMs }) => halfWidthMs)),
    };
  }
}

export const figuresOf = (name: string, measured: Measured, limitMs: number): Figure[] => {
  const sizes = measured.errorsMs.map(Math.abs);
  return [
    atMost(`${name}: start error p99`, percentile(sizes, 0.99), limitMs, 'ms'),
    figure(`${name}: start error p50`, percentile(sizes, 0.5), 'ms'),
    figure(`${name}: start error max`, percentile(sizes, 1), 'ms'),
    figure(`${name}: median with its sign, late is positive`, percentile(measured.errorsMs, 0.5), 'ms'),
    atLeast(`${name}: starts heard`, measured.errorsMs.length, AGENTS * STARTS, ''),
    atMost(`${name}: starts not heard`, measured.missing, 0, ''),
    figure(`${name}: known about the controller's time within`, measured.referenceHalfWidthMs, 'ms'),
  ];
};
