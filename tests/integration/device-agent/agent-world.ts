/** An embedded broker, a stand-in controller on it, and agents as the program composes them. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SharedSounds } from '@loa-lang/device-agent/adapters/opus/shared-sounds';
import { SharedStreams } from '@loa-lang/device-agent/adapters/opus/shared-streams';
import { machineSensors } from '@loa-lang/device-agent/adapters/sensors/machine-sensors';
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import type { Agent } from '@loa-lang/device-agent/agent';
import { composeAgent } from '@loa-lang/device-agent/compose';
import { type AgentConfig, loadAgentConfig } from '@loa-lang/device-agent/config';
import mqtt, { type MqttClient } from 'mqtt';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';
import {
  controllerCredentials,
  deviceCredentials,
  startEmbeddedBroker,
  type TestBroker,
} from '../../support/broker.ts';
import { DEPLOYMENT, newKey, StandInController } from '../../support/stand-in-controller.ts';

/** Controller time: as far from this machine's wall clock as a wrong clock may be. */
export const controllerNow = (): number => performance.timeOrigin + performance.now() + 3_000_000;

export class AgentWorld {
  readonly broker: TestBroker;
  readonly client: MqttClient;
  readonly controller: StandInController;
  readonly folder: string;
  readonly log: string[] = [];

  private constructor(broker: TestBroker, client: MqttClient, controller: StandInController, folder: string) {
    this.broker = broker;
    this.client = client;
    this.controller = controller;
    this.folder = folder;
  }

  static async open(): Promise<AgentWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'loa-agent-'));
    const broker = await startEmbeddedBroker();
    const client = await mqtt.connectAsync(broker.url, { clientId: 'controller', ...controllerCredentials() });
    await client.subscribeAsync('loa/v1/device/#', { qos: 1 });
    const controller = await StandInController.make(
      {
        publish: (topic, payload, options) => client.publish(topic, Buffer.from(payload), options),
        onMessage: (listener) => client.on('message', (topic, payload) => listener(topic, payload)),
      },
      controllerNow,
    );
    return new AgentWorld(broker, client, controller, folder);
  }

  /** Writes the files of a device, as provisioning does. @returns the path of its configuration */
  async provision(deviceId: string, over: Partial<AgentConfig> = {}): Promise<string> {
    const key = await newKey();
    await this.controller.register(deviceId, key.x);
    const keyFile = join(this.folder, `${deviceId}.key.json`);
    await writeFile(keyFile, JSON.stringify({ kty: 'OKP', crv: 'Ed25519', ...key }), { mode: 0o600 });
    const config: AgentConfig = {
      deviceId,
      deploymentId: DEPLOYMENT,
      installationId: `board-${deviceId}`,
      broker: { url: this.broker.url, ...deviceCredentials(deviceId) },
      keyFile,
      rootKey: this.controller.root,
      dataFolder: join(this.folder, deviceId),
      sink: `wav:${join(this.folder, deviceId, 'sound')}`,
      ...over,
    };
    const path = join(this.folder, `${deviceId}.json`);
    await writeFile(path, JSON.stringify(config));
    return path;
  }

  async compose(configPath: string): Promise<Agent> {
    const loaded = await loadAgentConfig(configPath);
    if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
    const sounds = new SharedSounds();
    const streams = new SharedStreams();
    const clock = new SystemClock({ hasBatteryClock: false });
    return composeAgent(loaded.config, {
      clock,
      openSound: (path, assetId) => sounds.open(path, assetId),
      openDecoder: (streamId) => streams.open(streamId),
      agentVersion: '0.0.0-test',
      machine: machineSensors(clock),
      log: ({ level, text }) => this.log.push(`${level} ${text}`),
      restart: () => undefined,
    });
  }

  async close(): Promise<void> {
    await this.client.endAsync();
    await this.broker.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A gliding tone, alike to itself at one place only, as Ogg Opus. @returns nothing when no ffmpeg is there */
export async function encodedGlide(seconds: number): Promise<{ ogg: Buffer; pcm: Float32Array } | undefined> {
  const [found] = await ffmpegTools();
  if (found === undefined) return undefined;
  const pcm = Float32Array.from({ length: seconds * 48_000 }, (_, k) => {
    const t = k / 48_000;
    return 0.3 * Math.sin(2 * Math.PI * (200 * t + (1500 / (2 * seconds)) * t * t)) * (0.6 + 0.4 * Math.sin(7 * t));
  });
  return { ogg: await encoded(pcm), pcm };
}

/** Mono at 48 kHz as Ogg Opus, by the first ffmpeg that there is. */
export async function encoded(pcm: Float32Array): Promise<Buffer> {
  const [found] = await ffmpegTools();
  if (found === undefined) throw new Error('no ffmpeg');
  const args = ['-v', 'error', '-f', 'f32le', '-ar', '48000', '-ac', '1', '-i', 'pipe:0'];
  const output = ['-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg', 'pipe:1'];
  const made = spawnSync(found.tool.ffmpegPath, [...args, ...output], {
    input: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength),
    maxBuffer: 2 ** 26,
  });
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return made.stdout;
}
