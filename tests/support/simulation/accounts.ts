/** When everything has come back, the receipts must say what every loudspeaker played: no more, and nothing left out. */
import type { Life } from './life/life.ts';
import { HOUR } from './model.ts';
import type { SimWorld } from './sim-world.ts';

export interface AccountFault {
  cluster: string;
  broadcastId: string;
  run: number;
  heardMs: number;
  /** `undefined`: no receipt */
  reportedMs: number | undefined;
}

/** Time for reports to arrive once everybody is there. */
const HOMECOMING = 2 * HOUR;
const TOLERANCE_MS = 300;
/** A power cut loses what was played since the last position in the journal. */
const CRASH_TOLERANCE_MS = 6000;

export async function faultyAccounts(world: SimWorld, life: Life): Promise<AccountFault[]> {
  for (const device of world.devices.values()) {
    device.cut(false);
    if (!device.isOn) await device.boot();
  }
  if (!world.controller.isUp) await world.controller.start();
  await world.kernel.runTo(world.kernel.now + HOMECOMING);
  const ids = [...world.controller.tables.broadcasts.keys()];
  const receipts = await world.controller.stores.broadcasts.receipts(ids);
  const faults: AccountFault[] = [];
  for (const [cluster, device] of world.devices) {
    // who played by an old plan what is not for it any more has a report, and no receipt
    const own = ids.filter((id) => world.controller.tables.broadcasts.get(id)?.clusterIds.includes(cluster));
    const heard = new Map<string, { heardMs: number; lastAt: number }>();
    for (const { broadcastId, run, fromAt, toAt } of device.heard) {
      if (!own.includes(broadcastId)) continue;
      const known = heard.get(`${broadcastId}/${run}`);
      const lastAt = world.instant(toAt);
      heard.set(`${broadcastId}/${run}`, { heardMs: (known?.heardMs ?? 0) + toAt - fromAt, lastAt });
    }
    for (const id of own) {
      for (const { run, items } of receipts.get(id)?.get(cluster) ?? []) {
        const key = `${id}/${run}`;
        const reportedMs = items.reduce((total, item) => total + item.playedMs, 0);
        const { heardMs, lastAt } = heard.get(key) ?? { heardMs: 0, lastAt: 0 };
        heard.delete(key);
        const tolerance = life.crashedNear(cluster, lastAt) ? CRASH_TOLERANCE_MS : TOLERANCE_MS;
        // what was on a disk that is lost cannot be told any more
        const least = life.lostAfter(cluster, lastAt) ? 0 : heardMs - tolerance;
        if (reportedMs < least || reportedMs > heardMs + tolerance) {
          faults.push({ cluster, broadcastId: id, run, heardMs, reportedMs });
        }
      }
    }
    for (const [key, { heardMs, lastAt }] of heard) {
      if (life.lostAfter(cluster, lastAt)) continue;
      const [broadcastId = '', run = ''] = key.split('/');
      faults.push({ cluster, broadcastId, run: Number(run), heardMs, reportedMs: undefined });
    }
  }
  return faults;
}
