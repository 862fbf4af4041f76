/**
 * Load generator of the bench of receipts, a process of its own: many devices, each with its own connection and its
 * own signed messages, one report a message, sent until acknowledged as an agent does.
 */
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { signerOf } from '../../support/world/commune.ts';
import { forEachOf } from '../../support/world/for-each-of.ts';
import { percentile } from '../bench.ts';
import { LoadDevice } from './load-device.ts';
import type { LoadCommand, LoadMessage, LoadOrder } from './messages.ts';

const TICK_MS = 10;
const PROGRESS_MS = 1000;

const say = (message: LoadMessage): void => {
  process.send?.(message);
};

const receipt = (broadcastId: string, number: number) => ({
  kind: 'receipt' as const,
  broadcastId,
  version: 1,
  run: Math.ceil(number / 2),
  state: number % 2 === 1 ? ('started' as const) : ('finished' as const),
  startedAt: 1_790_000_000_000 + number,
  items: [{ index: 0, part: 0, playedMs: 15_000 }],
  startErrorMs: 0.42,
  startErrorBasis: 'measured' as const,
  startUncertaintyMs: 0.8,
  outputLevelDbfs: -18.5,
});

async function load(order: LoadOrder): Promise<LoadDevice[]> {
  const signFrom = performance.now();
  const devices = await forEachOf(order.devices, 8, async (made) => {
    const signer = await signerOf(made);
    const subject = subjects.device(made.deviceId, 'report');
    const messages: Buffer[] = [];
    for (let number = 1; number <= order.reportsPerDevice; number++) {
      const payload = {
        storeId: order.storeId,
        installationId: `board-${made.deviceId}`,
        lowestHeld: 1,
        reports: [{ number, reportedAt: 1_790_000_000_000 + number, body: receipt(order.broadcastId, number) }],
      };
      messages.push(Buffer.from(await sealDocument('report', subject, order.deploymentId, payload, signer)));
    }
    return new LoadDevice(made, order.mqttUrl, messages, order.window);
  });
  const signMs = performance.now() - signFrom;
  await forEachOf(devices, 16, (device) => device.connect());
  say({ type: 'loaded', signMs });
  return devices;
}

async function go(devices: readonly LoadDevice[], order: LoadOrder): Promise<void> {
  const startedAt = performance.now();
  const total = devices.length * order.reportsPerDevice;
  const sum = (pick: (device: LoadDevice) => number): number => devices.reduce((all, device) => all + pick(device), 0);
  let toldAt = startedAt;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      const allowed =
        order.reportsPerSecond === undefined ? total : ((now - startedAt) / 1000) * order.reportsPerSecond;
      for (const device of devices) device.resendOverdue(now);
      let budget = allowed - sum(({ sent }) => sent);
      // in turn, one of each, so that no device runs ahead
      for (let sentOne = true; sentOne && budget >= 1; ) {
        sentOne = false;
        for (const device of devices) {
          if (budget < 1 || !device.sendNext(now)) continue;
          budget--;
          sentOne = true;
        }
      }
      const acked = sum((device) => device.acked);
      if (now - toldAt >= PROGRESS_MS) {
        toldAt = now;
        say({ type: 'progress', sent: sum(({ sent }) => sent), acked });
      }
      if (acked < total) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  const delays = devices.flatMap(({ ackDelaysMs }) => ackDelaysMs);
  const ackMs = { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), max: percentile(delays, 1) };
  const durationMs = performance.now() - startedAt;
  const [sent, acked, resent] = [sum((d) => d.sent), sum((d) => d.acked), sum((d) => d.resent)];
  say({ type: 'finished', sent, acked, resent, durationMs, ackMs });
  await Promise.all(devices.map((device) => device.disconnect()));
}

let loaded: { devices: LoadDevice[]; order: LoadOrder } | undefined;
process.on('message', (command: LoadCommand) => {
  if (command.type === 'order') {
    void load(command).then((devices) => {
      loaded = { devices, order: command };
    });
  } else if (loaded !== undefined) {
    void go(loaded.devices, loaded.order).then(() => process.exit(0));
  }
});
process.on('disconnect', () => process.exit(1));
