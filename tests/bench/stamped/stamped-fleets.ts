/**
 * A world's devices, spread over child processes whose sinks stamp their first samples. Their stores lie in memory:
 * each real device has a disk of its own, and hundreds of journals on this machine's one disk would wait for each other.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AgentPlace } from '../../support/world/agent-config.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import { NodeChild } from '../../support/world/node-child.ts';
import type { World } from '../../support/world/world.ts';
import type { FoundMark } from '../marks/mark-finder.ts';
import type { FleetMessage, FleetOrder } from './messages.ts';

const POLL_MS = 50;

export type Hears = (deviceId: string, mark: FoundMark) => void;

export class StampedFleets {
  readonly #children: NodeChild[] = [];
  readonly #statuses = new Map<NodeChild, Extract<FleetMessage, { type: 'status' }>>();
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();
  readonly #sounding = new Set<string>();
  readonly #folder: string;
  readonly #hears: Hears | undefined;

  private constructor(folder: string, hears: Hears | undefined) {
    this.#folder = folder;
    this.#hears = hears;
  }

  /** @param hears gets marks in what is heard; nobody listens for any without it */
  static async start(
    world: World,
    processes: number,
    place: Partial<AgentPlace> = {},
    hears?: Hears,
    devices: readonly MadeDevice[] = world.commune.devices,
  ): Promise<StampedFleets> {
    const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const folder = await mkdtemp(join(memory, 'loa-agents-'));
    const fleets = new StampedFleets(folder, hears);
    const share = Math.ceil(devices.length / processes);
    for (let from = 0; from < devices.length; from += share) {
      const part = devices.slice(from, from + share);
      const files = await Promise.all(part.map((device) => world.agentFiles(device, { ...place, folder })));
      const program = fileURLToPath(new URL('./agents.js', import.meta.url));
      const child: NodeChild = NodeChild.start('stamped agents', [program], {
        onMessage: (given) => fleets.#note(child, given as FleetMessage),
      });
      fleets.#children.push(child);
      child.send({ configs: files.map(({ path }) => path), marks: hears !== undefined } satisfies FleetOrder);
    }
    return fleets;
  }

  #note(child: NodeChild, message: FleetMessage): void {
    if (message.type === 'status') this.#statuses.set(child, message);
    else if (message.type === 'marks') for (const { deviceId, ...mark } of message.marks) this.#hears?.(deviceId, mark);
    else if (message.type === 'first') {
      this.#sounding.add(message.deviceId);
      if (!this.#first.has(message.deviceId)) this.#first.set(message.deviceId, message.atMs);
    } else {
      this.#sounding.delete(message.deviceId);
      this.#last.set(message.deviceId, message.atMs);
    }
  }

  /** over all processes; the least settled counts for exchanges */
  get status(): { ready: number; cached: number; exchanges: number } {
    const all = [...this.#statuses.values()];
    return {
      ready: all.reduce((sum, { ready }) => sum + ready, 0),
      cached: all.reduce((sum, { cached }) => sum + cached, 0),
      exchanges: all.length < this.#children.length ? 0 : Math.min(...all.map(({ exchanges }) => exchanges)),
    };
  }

  async until(what: string, holds: () => boolean, withinMs: number): Promise<void> {
    for (const end = performance.now() + withinMs; !holds(); await sleep(POLL_MS)) {
      const dead = this.#children.find(({ alive }) => !alive);
      if (dead !== undefined) throw new Error(`agents died: ${dead.lastWords}`);
      if (performance.now() > end)
        throw new Error(`${what}: not within ${withinMs} ms: ${JSON.stringify(this.status)}`);
    }
  }

  /** Forgets earlier sounds; call while all is silent. */
  forget(): void {
    this.#first.clear();
    this.#last.clear();
  }

  /** instants of first samples since `forget`, ms of CLOCK_MONOTONIC */
  get firsts(): number[] {
    return [...this.#first.values()];
  }

  /** instants at which agents fell silent since `forget`, ms of CLOCK_MONOTONIC */
  get lasts(): number[] {
    return [...this.#last.values()];
  }

  get soundingNow(): number {
    return this.#sounding.size;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}
