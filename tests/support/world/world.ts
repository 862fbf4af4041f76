/** A whole deployment in child processes: the real controller, a commune made over HTTP, fleets of real agents. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { temporaryFolder } from '../database.ts';
import { type AgentFiles, type AgentPlace, writeAgentFiles } from './agent-config.ts';
import { type Commune, type CommuneSize, type MadeDevice, makeCommune } from './commune.ts';
import { ControllerProcess } from './controller-process.ts';
import { FleetProcess } from './fleet-process.ts';

export interface WorldOptions extends CommuneSize {
  /** further variables of the controller */
  env?: Record<string, string>;
}

const POLL_MS = 100;

export class World {
  /** changes when the controller is restarted */
  controller: ControllerProcess;
  readonly commune: Commune;
  readonly folder: string;
  readonly fleets: FleetProcess[] = [];

  private constructor(folder: string, controller: ControllerProcess, commune: Commune) {
    this.folder = folder;
    this.controller = controller;
    this.commune = commune;
  }

  static async make({ env = {}, ...size }: WorldOptions): Promise<World> {
    const folder = await temporaryFolder();
    let controller: ControllerProcess | undefined;
    try {
      controller = await ControllerProcess.start({ dataDir: join(folder, 'controller'), env });
      return new World(folder, controller, await makeCommune(controller.api, size));
    } catch (error) {
      await controller?.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get api() {
    return this.controller.api;
  }

  /** Writes configuration and key of a device. */
  agentFiles(device: MadeDevice, place: Partial<AgentPlace> = {}): Promise<AgentFiles> {
    return writeAgentFiles(device, { controller: this.controller, folder: join(this.folder, 'agents'), ...place });
  }

  /** Starts agents for these devices in one child process. */
  async startFleet(
    devices: readonly MadeDevice[],
    place: Partial<AgentPlace> = {},
    staggerMs?: number,
  ): Promise<FleetProcess> {
    const files = await Promise.all(devices.map((device) => this.agentFiles(device, place)));
    const config = join(this.folder, `fleet-${this.fleets.length + 1}.json`);
    const paths = files.map(({ path }) => path);
    const fleet = await FleetProcess.start(paths, config, staggerMs);
    this.fleets.push(fleet);
    return fleet;
  }

  get statuses(): AgentStatus[] {
    return this.fleets.filter(({ child }) => child.alive).flatMap(({ statuses }) => statuses);
  }

  /** Until `count` agents satisfy the condition. @throws when they do not in time. */
  async untilAgents(count: number, holds: (status: AgentStatus) => boolean, withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (this.statuses.filter(holds).length < count) {
      if (performance.now() > deadline) {
        const some = this.statuses.find((status) => !holds(status));
        throw new Error(`only ${this.statuses.filter(holds).length} of ${count} agents: ${JSON.stringify(some)}`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Connected, with trusted time and every document of theirs. */
  untilReady(count = this.commune.devices.length, withinMs = 120_000): Promise<void> {
    return this.untilAgents(
      count,
      ({ connected, time, held, behind }) =>
        connected && time.trust === 'synced' && held.settings !== undefined && behind.length === 0,
      withinMs,
    );
  }

  async killController(): Promise<void> {
    await this.controller.kill();
  }

  async restartController(): Promise<void> {
    await this.controller.stop();
    this.controller = await this.controller.restart();
  }

  /** Stops everything and removes the files. */
  async stop(): Promise<void> {
    await Promise.all(this.fleets.map((fleet) => fleet.stop()));
    await this.controller.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
