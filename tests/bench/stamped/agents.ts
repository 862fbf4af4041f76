/** Many real agents in one child process, whose sinks stamp CLOCK_MONOTONIC when the first block of a sound is handed over. */
import { TimedSink } from '@loa-lang/device-agent/adapters/sinks/timed-sink';
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import { loadAgentConfig } from '@loa-lang/device-agent/config';
import { startFleet } from '@loa-lang/device-agent/fleet/start-fleet';
import type { FleetMessage, FleetOrder } from './messages.ts';

const say = (message: FleetMessage): void => {
  process.send?.(message);
};
const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

process.once('message', async ({ configs }: FleetOrder) => {
  const devices = await Promise.all(
    configs.map(async (path) => {
      const loaded = await loadAgentConfig(path);
      if (!loaded.ok) throw new Error(loaded.faults.join('; '));
      return loaded.config;
    }),
  );
  const clock = new SystemClock({ hasBatteryClock: false });
  const fleet = await startFleet({
    devices,
    staggerMs: 5,
    sinkFor: ({ deviceId }) => {
      let sounding = false;
      return new TimedSink('stamp', clock, {
        open: () => undefined,
        close: () => undefined,
        idle: () => {
          if (sounding) say({ type: 'silent', deviceId, atMs: monotonicMs() });
          sounding = false;
        },
        write: () => {
          if (!sounding) say({ type: 'first', deviceId, atMs: monotonicMs() });
          sounding = true;
        },
      });
    },
  });
  process.once('SIGTERM', () => void fleet.stop().then(() => process.exit(0)));
  setInterval(() => {
    const statuses = fleet.statuses();
    const ready = statuses.filter(
      ({ connected, time, held, behind }) =>
        connected && time.trust === 'synced' && held.settings !== undefined && behind.length === 0,
    ).length;
    const cached = statuses.reduce((sum, { audio }) => sum + audio.complete, 0);
    say({ type: 'status', ready, cached, exchanges: Math.min(...statuses.map(({ time }) => time.exchanges)) });
  }, 500);
});
process.once('disconnect', () => process.exit(1));
