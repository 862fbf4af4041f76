/** Many agents in one process, each with its own connection, store and sink; they share clock and decoded sound. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SharedSounds } from '../adapters/opus/shared-sounds.ts';
import { SharedStreams } from '../adapters/opus/shared-streams.ts';
import { machineSensors } from '../adapters/sensors/machine-sensors.ts';
import { warmUpPlayout } from '../adapters/sinks/warm-up.ts';
import { SystemClock } from '../adapters/system-clock.ts';
import type { Agent } from '../agent.ts';
import { readAgentVersion } from '../agent-version.ts';
import { type Composition, composeAgent, type Surroundings } from '../compose.ts';
import type { AgentStatus } from '../condition.ts';
import type { LoadedConfig } from '../config.ts';
import type { AudioSink } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';

export interface FleetOptions {
  devices: readonly LoadedConfig[];
  /** the sink of a device instead of the one its configuration names */
  sinkFor?: (config: LoadedConfig, controllerTimeAt: (at: number) => number | undefined) => AudioSink;
  /** the clock of a device; by default the machine's */
  clockFor?: (config: LoadedConfig) => Clock;
  log?: Surroundings['log'];
  /** between the starts of two agents; keeps a thousand of them from dialling at once */
  staggerMs?: number;
}

export interface Fleet {
  agents: ReadonlyMap<string, Agent>;
  statuses(): AgentStatus[];
  /** Stops one agent for good, as if it were switched off; its files stay. */
  stopOne(deviceId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when all agents are at work. When one cannot start, those before it are stopped and it rejects. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { devices, sinkFor, clockFor, log = () => undefined, staggerMs = 0 } = options;
  await warmUpPlayout();
  const sounds = new SharedSounds();
  const streams = new SharedStreams();
  const agentVersion = await readAgentVersion();
  const machine = machineSensors(new SystemClock({ hasBatteryClock: false }));
  const agents = new Map<string, Agent>();
  const startOne = async (config: LoadedConfig): Promise<void> => {
    const clock = clockFor?.(config) ?? new SystemClock({ hasBatteryClock: config.hasBatteryClock ?? false });
    const composition: Composition = sinkFor === undefined ? {} : { sink: (at) => sinkFor(config, at) };
    const surroundings: Surroundings = {
      clock,
      openSound: (path, assetId) => sounds.open(path, assetId),
      openDecoder: (streamId) => streams.open(streamId),
      ...{ agentVersion, machine, log },
      restart: (deviceId) => void restartOne(deviceId),
    };
    const agent = await composeAgent(config, surroundings, composition);
    await agent.start();
    agents.set(config.deviceId, agent);
  };
  const stopOne = async (deviceId: string): Promise<void> => {
    const agent = agents.get(deviceId);
    agents.delete(deviceId);
    await agent?.stop();
  };
  const restartOne = async (deviceId: string): Promise<void> => {
    const config = devices.find((device) => device.deviceId === deviceId);
    await stopOne(deviceId);
    if (config !== undefined) await startOne(config);
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...agents.keys()].map(stopOne));
  };
  for (const config of devices) {
    try {
      await startOne(config);
    } catch (error) {
      await stop();
      throw new Error(`device ${config.deviceId} did not start`, { cause: error });
    }
    if (staggerMs > 0) await sleep(staggerMs);
  }
  return { agents, statuses: () => [...agents.values()].map((agent) => agent.status()), stopOne, stop };
}
