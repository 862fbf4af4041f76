/** Which devices of a rollout are ordered now, and when it pauses or is over. Pure. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import { FAILED, IN_FLIGHT, type RolloutPause, type RolloutWait, SETTLED } from '@loa-lang/schemas/states/rollout';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { AgentRelease, DeviceFacts, Rollout, RolloutDevice } from './rollout.ts';

/** What the rest may cost before somebody has to look. */
const MOST_FAILED_SHARE = 0.1;
/** Under way at once, whatever went well: their audio and their answers cross the same broker. */
const MOST_IN_FLIGHT = 200;
/** Each that is healthy lets two more begin, so waves grow by themselves. */
const GROWTH = 2;

export type Verdict = { kind: 'go-on' } | { kind: 'pause'; why: RolloutPause } | { kind: 'finish' };

const isFirst = ({ firstClusterId }: Rollout, { clusterId }: RolloutDevice): boolean => clusterId === firstClusterId;
const has = (states: readonly string[]) => (device: RolloutDevice) => states.includes(device.state);

/** Of one that runs. */
export function judge(rollout: Rollout, devices: readonly RolloutDevice[], release: AgentRelease): Verdict {
  if (devices.every(has(SETTLED))) return { kind: 'finish' };
  if (release.withdrawnAt !== undefined) return { kind: 'pause', why: 'withdrawn' };
  const first = devices.find((device) => isFirst(rollout, device));
  if (first === undefined || has(['rolled-back', 'failed', 'skipped'])(first)) {
    return { kind: 'pause', why: 'first-failed' };
  }
  const failed = devices.filter(has(FAILED)).length;
  const tried = devices.filter(has(['healthy', ...FAILED])).length;
  if (failed > rollout.forgiven && failed - rollout.forgiven > MOST_FAILED_SHARE * tried) {
    return { kind: 'pause', why: 'failures' };
  }
  return { kind: 'go-on' };
}

export interface Look {
  rollout: Rollout;
  devices: readonly RolloutDevice[];
  facts: ReadonlyMap<DeviceId, DeviceFacts>;
  now: EpochMillis;
  /** the hours in which devices are ordered are on */
  inHours: boolean;
}

/** What keeps each waiting device; those without are ordered now. */
export function waits({ rollout, devices, facts, now, inHours }: Look): Map<DeviceId, RolloutWait | undefined> {
  const first = devices.find((device) => isFirst(rollout, device));
  const healthy = devices.filter(has(['healthy'])).length;
  const gate = gateOf(rollout, first, first && facts.get(first.deviceId), now);
  let room = Math.min(MOST_IN_FLIGHT, Math.max(1, GROWTH * healthy)) - devices.filter(has(IN_FLIGHT)).length;
  const found = new Map<DeviceId, RolloutWait | undefined>();
  const ordered = [...devices].sort((a, b) => Number(isFirst(rollout, b)) - Number(isFirst(rollout, a)));
  for (const device of ordered.filter(has(['waiting']))) {
    const known = facts.get(device.deviceId);
    const why =
      (rollout.state === 'running' ? undefined : 'not-running') ??
      (isFirst(rollout, device) ? undefined : gate) ??
      (inHours ? undefined : 'hours') ??
      placeWait(known) ??
      (room > 0 ? undefined : 'wave');
    if (why === undefined) room -= 1;
    found.set(device.deviceId, why);
  }
  return found;
}

/** What keeps all but the first. */
function gateOf(
  { soakMs }: Rollout,
  first: RolloutDevice | undefined,
  facts: DeviceFacts | undefined,
  now: EpochMillis,
): RolloutWait | undefined {
  if (first?.state !== 'healthy' || first.healthyAt === undefined) return 'first';
  return now - first.healthyAt >= soakMs && facts?.online === true ? undefined : 'soaking';
}

function placeWait(facts: DeviceFacts | undefined): RolloutWait | undefined {
  if (facts?.online !== true) return 'offline';
  if (facts.isOnAir) return 'on-air';
  return facts.inMaintenance ? 'maintenance' : undefined;
}
