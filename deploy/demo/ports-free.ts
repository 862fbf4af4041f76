/** Whether the demonstration's ports can be had. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A killed run's children let go of their ports within this time. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 250;

/** Waits a little for a port that a dying run still holds. @returns whether the port is free on the loopback interface. */
export async function becomesFree(port: number): Promise<boolean> {
  for (const end = performance.now() + PATIENCE_MS; ; await sleep(RETRY_MS)) {
    if (await isFree(port)) return true;
    if (performance.now() > end) return false;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
