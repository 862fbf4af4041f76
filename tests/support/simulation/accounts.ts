/** When everything has come back, the reports must say what every loudspeaker played: no more, and nothing left out. */
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Life } from './life/life.ts';
import { HOUR } from './model.ts';
import type { SimWorld } from './sim-world.ts';

export interface AccountFault {
  cluster: string;
  broadcastId: string;
  run: number;
  heardMs: number;
  /** in all versions of it; `undefined`: there is no report */
  reportedMs: number | undefined;
  /** of the one receipt that is shown, where it is none of those reported */
  shownMs?: number;
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
    const heard = heardOf(world, device.heard);
    const reported = reportedOf(world, device.deviceId);
    for (const [key, { broadcastId, run, heardMs, lastAt }] of heard) {
      const versions = reported.get(key);
      const reportedMs = versions && sum([...versions.values()]);
      const tolerance = life.crashedNear(cluster, lastAt) ? CRASH_TOLERANCE_MS : TOLERANCE_MS;
      // what was on a disk that is lost cannot be told any more
      const least = life.lostAfter(cluster, lastAt) ? 0 : heardMs - tolerance;
      const isRight = (reportedMs ?? 0) >= least && (reportedMs ?? 0) <= heardMs + tolerance;
      if (!isRight) faults.push({ cluster, broadcastId, run, heardMs, reportedMs });
    }
    for (const [key, versions] of reported) {
      const reportedMs = sum([...versions.values()]);
      const { broadcastId, run } = placeOf(key);
      if (!heard.has(key) && reportedMs > 0) faults.push({ cluster, broadcastId, run, heardMs: 0, reportedMs });
    }
    // who is not meant any more has reports, and no receipt that counts
    const own = ids.filter((id) => world.controller.tables.broadcasts.get(id)?.clusterIds.includes(cluster));
    for (const broadcastId of own) {
      for (const receipt of receipts.get(broadcastId)?.get(cluster) ?? []) {
        const { run, version } = receipt;
        const reportedMs = reported.get(keyOf(receipt))?.get(version);
        const shownMs = playedMs(receipt);
        if (shownMs !== reportedMs) faults.push({ cluster, broadcastId, run, heardMs: 0, reportedMs, shownMs });
      }
    }
  }
  return faults;
}

type Run = Pick<Receipt, 'broadcastId' | 'run'>;

const keyOf = ({ broadcastId, run }: Run): string => `${broadcastId}/${run}`;
const placeOf = (key: string): Run => {
  const [broadcastId = '', run = ''] = key.split('/');
  return { broadcastId, run: Number(run) };
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const playedMs = ({ items }: Receipt): number => sum(items.map((item) => item.playedMs));

function heardOf(world: SimWorld, stretches: readonly (Run & { fromAt: number; toAt: number })[]) {
  const heard = new Map<string, Run & { heardMs: number; lastAt: number }>();
  for (const { broadcastId, run, fromAt, toAt } of stretches) {
    const before = heard.get(keyOf({ broadcastId, run }))?.heardMs ?? 0;
    const row = { broadcastId, run, heardMs: before + toAt - fromAt, lastAt: world.instant(toAt) };
    heard.set(keyOf(row), row);
  }
  return heard;
}

/** The most that was reported of each version of each run: one that was away played by the plan it knew. */
function reportedOf(world: SimWorld, deviceId: string): Map<string, Map<number, number>> {
  const reported = new Map<string, Map<number, number>>();
  for (const row of world.controller.reports.rows.values()) {
    const { body } = row.entry;
    if (row.deviceId !== deviceId || body.kind !== 'receipt') continue;
    const versions = reported.get(keyOf(body)) ?? new Map<number, number>();
    versions.set(body.version, Math.max(versions.get(body.version) ?? 0, playedMs(body)));
    reported.set(keyOf(body), versions);
  }
  return reported;
}
