/** A process of agents for benches: real agents, each with a wall clock of its own, wrong by a given amount. */

import { TimedSink } from '@loa-lang/device-agent/adapters/sinks/timed-sink';
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import { type LoadedConfig, loadAgentConfig } from '@loa-lang/device-agent/config';
import { type Fleet, startFleet } from '@loa-lang/device-agent/fleet/start-fleet';
import type { FleetMessage, FleetOrder } from './messages.ts';
import { StampOutput } from './stamp-output.ts';

const STATUS_EVERY_MS = 500;

class WrongWallClock extends SystemClock {
  readonly #errorMs: number;
  constructor(errorMs: number) {
    super({ hasBatteryClock: false });
    this.#errorMs = errorMs;
  }
  override wallNow(): number {
    return super.wallNow() + this.#errorMs;
  }
}

const say = (message: FleetMessage): void => {
  process.send?.(message);
};

async function start(order: FleetOrder): Promise<Fleet> {
  const devices: LoadedConfig[] = [];
  const clocks = new Map<string, SystemClock>();
  for (const { path, wallErrorMs } of order.agents) {
    const loaded = await loadAgentConfig(path);
    if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
    devices.push(loaded.config);
    clocks.set(loaded.config.deviceId, new WrongWallClock(wallErrorMs));
  }
  const clockFor = ({ deviceId }: LoadedConfig): SystemClock => {
    const clock = clocks.get(deviceId);
    if (clock === undefined) throw new Error(`no clock for ${deviceId}`);
    return clock;
  };
  const stampSink = (config: LoadedConfig) => {
    const { deviceId } = config;
    const output = new StampOutput((atMs) => say({ type: 'sounded', deviceId, atMs }));
    return new TimedSink('stamp', clockFor(config), output);
  };
  return startFleet({
    devices,
    clockFor,
    staggerMs: order.staggerMs,
    ...(order.stamp ? { sinkFor: stampSink } : {}),
    log: ({ level, deviceId, text }) => {
      if (level !== 'info') process.stderr.write(`${deviceId} ${level} ${text}\n`);
    },
  });
}

process.once('message', (order: FleetOrder) => {
  start(order)
    .then((fleet) => {
      say({ type: 'ready' });
      setInterval(() => say({ type: 'statuses', statuses: fleet.statuses() }), STATUS_EVERY_MS);
      process.once('SIGTERM', () => void fleet.stop().then(() => process.exit(0)));
    })
    .catch((error: Error) => say({ type: 'failed', detail: `${error.message} ${error.cause ?? ''}` }));
});
process.once('disconnect', () => process.exit(1));
// the probe lets go of the channel, and until the order comes there is nothing else to live for
process.channel?.ref();
say({ type: 'listening' });
