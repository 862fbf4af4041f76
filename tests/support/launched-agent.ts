/** A device whose agent is started by the launcher, as processes of their own, and releases for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askStatus } from '@loa-lang/device-agent/adapters/status-socket';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import type { AgentConfig } from '@loa-lang/device-agent/config';
import { type LauncherState, readState } from '@loa-lang/device-agent/launcher/files';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { collectAgent } from '#deploy/release/collect';
import { type MadeRelease, releaseOf } from '#deploy/release/make';
import type { PackedFile } from '#deploy/release/tar';
import type { AgentWorld } from '../integration/device-agent/agent-world.ts';
import { controllerNow } from '../integration/device-agent/agent-world.ts';
import { testSettings } from './stand-in-controller.ts';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const dist = (file: string): string => join(ROOT, 'device-agent/dist', file);

/** This very agent under another number. */
export const goodRelease = (version: string): MadeRelease => releaseOf(collectAgent(ROOT, version), version, 1);

/** A program that is none. */
export function oddRelease(version: string, source: string): MadeRelease {
  const main: PackedFile = { path: 'device-agent/dist/main.js', content: Buffer.from(source) };
  return releaseOf([main], version, 1);
}
export const CRASHES = 'process.exit(1)';
export const NEVER_CONNECTS = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)";

/** Of Node.js. */
export const launcherArguments = (versions: string, config: string, trialMs: number): string[] => [
  ...[dist('launcher/main.js'), '--versions', versions, '--main', dist('main.js'), '--trial-ms', String(trialMs)],
  ...['--', 'run', '--config', config],
];

export class LaunchedAgent {
  readonly deviceId: string;
  readonly versions: string;
  readonly #world: AgentWorld;
  readonly #config: string;
  readonly #trialMs: number;
  readonly said: string[] = [];
  #launcher: ChildProcess | undefined;

  private constructor(world: AgentWorld, deviceId: string, config: string, trialMs: number) {
    this.#world = world;
    this.deviceId = deviceId;
    this.#config = config;
    this.#trialMs = trialMs;
    this.versions = join(world.folder, deviceId, 'versions');
  }

  static async make(world: AgentWorld, deviceId: string, trialMs: number, over: Partial<AgentConfig> = {}) {
    const config = await world.provision(deviceId, { sink: 'discard', ...over });
    await world.controller.publishSettings(deviceId, testSettings(['h1']));
    return new LaunchedAgent(world, deviceId, config, trialMs);
  }

  start(): void {
    const args = launcherArguments(this.versions, this.#config, this.#trialMs);
    // a group of its own, as systemd's
    const launcher = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'], detached: true });
    launcher.stderr?.on('data', (text) => this.said.push(String(text)));
    this.#launcher = launcher;
  }

  /** The power goes. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL', (pid) => process.kill(-pid, 'SIGKILL'));
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM', (pid) => process.kill(pid, 'SIGTERM'));
  }

  async #end(_how: string, send: (pid: number) => void): Promise<void> {
    const launcher = this.#launcher;
    this.#launcher = undefined;
    if (launcher?.pid === undefined || launcher.exitCode !== null) return;
    const gone = new Promise((done) => launcher.once('exit', done));
    send(launcher.pid);
    await gone;
  }

  get isRunning(): boolean {
    return this.#launcher !== undefined && this.#launcher.exitCode === null;
  }

  state(): LauncherState {
    return readState(this.versions);
  }

  /** Version of the last presence, while it is online. */
  get online(): string | undefined {
    const last = this.#world.controller.presences.findLast(({ deviceId }) => deviceId === this.deviceId);
    return last?.state === 'online' ? last.agentVersion : undefined;
  }

  /** Connected, and it knows the time, so that it takes commands. */
  async isReady(): Promise<boolean> {
    const status = (await askStatus(join(this.#world.folder, this.deviceId))) as AgentStatus | undefined;
    return status?.connected === true && status.time.trust !== 'none' && status.time.exchanges > 3;
  }

  /** @returns the command's id */
  async order({ artefact, release }: MadeRelease, commandId: string, validForMs = 600_000): Promise<string> {
    const { controller } = this.#world;
    controller.addAsset(artefact);
    const sealed = await controller.seal('release', subjects.release(), release, 'release');
    const issuedAt = Math.floor(controllerNow());
    await controller.sendCommand(this.deviceId, {
      ...{ id: commandId, name: 'update', issuedAt, expiresAt: issuedAt + validForMs },
      parameters: { release: Buffer.from(sealed).toString('utf8') },
    });
    return commandId;
  }

  answers(commandId: string) {
    return this.#world.controller.bodies('command-answer').filter((answer) => answer.commandId === commandId);
  }
}
