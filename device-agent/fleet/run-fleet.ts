/** `device-agent fleet`: a fleet as a process of its own, which speaks JSON lines on standard output. */
import { type Listening, serveStatus } from '../adapters/status-socket.ts';
import type { LoadedFleet } from './fleet-config.ts';
import { type Fleet, startFleet } from './start-fleet.ts';

/** Lines: `{"event":"ready","devices":n}`, `{"event":"status","devices":[…]}`, `{"event":"stopped"}`. */
export async function runFleet(
  fleet: LoadedFleet,
  out: (line: string) => void,
  err: (line: string) => void,
  stopping: AbortSignal,
): Promise<void> {
  const say = (event: object) => out(JSON.stringify(event));
  const running: Fleet = await startFleet({
    devices: fleet.devices,
    staggerMs: fleet.staggerMs,
    log: ({ level, deviceId, text }) => {
      if (level !== 'info') err(`${deviceId} ${level} ${text}`);
    },
  });
  const sockets: Listening[] = [];
  for (const { deviceId, dataFolder } of fleet.devices) {
    const socket = await serveStatus(dataFolder, () => running.agents.get(deviceId)?.status());
    if (!socket.ok) err(`${deviceId} warn status cannot be asked for: ${socket.detail}`);
    sockets.push(socket);
  }
  say({ event: 'ready', devices: running.agents.size });
  const timer =
    fleet.statusEveryMs === undefined
      ? undefined
      : setInterval(() => say({ event: 'status', devices: running.statuses() }), fleet.statusEveryMs);
  if (!stopping.aborted) {
    await new Promise<void>((resolve) => {
      stopping.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  clearInterval(timer);
  await running.stop();
  for (const socket of sockets) if (socket.ok) await socket.close();
  say({ event: 'stopped' });
}
