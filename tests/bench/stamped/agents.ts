/** Many real agents in one child process, whose sinks stamp CLOCK_MONOTONIC when the first block of a sound is handed over. */
import { TimedSink } from '@loa-lang/device-agent/adapters/sinks/timed-sink';
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import { loadAgentConfig } from '@loa-lang/device-agent/config';
import { startFleet } from '@loa-lang/device-agent/fleet/start-fleet';
import { MarkFinder } from '../marks/mark-finder.ts';
import type { FleetMessage, FleetOrder } from './messages.ts';

const say = (message: FleetMessage): void => {
  process.send?.(message);
};
const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Told together and seldom: telling of one would delay the sound of the next. */
let untold: Extract<FleetMessage, { type: 'marks' }>['marks'] = [];

process.once('message', async ({ configs, marks }: FleetOrder) => {
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
      const finder = marks ? new MarkFinder((mark) => untold.push({ deviceId, ...mark })) : undefined;
      return new TimedSink('stamp', clock, {
        open: () => undefined,
        close: () => undefined,
        idle: () => {
          if (sounding) say({ type: 'silent', deviceId, atMs: monotonicMs() });
          sounding = false;
        },
        write: (block, heardAt, lateMs) => {
          if (!sounding) say({ type: 'first', deviceId, atMs: monotonicMs() });
          sounding = true;
          finder?.push(block, heardAt + lateMs);
        },
      });
    },
  });
  process.once('SIGTERM', () => void fleet.stop().then(() => process.exit(0)));
  setInterval(() => {
    if (untold.length > 0) say({ type: 'marks', marks: untold });
    untold = [];
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
