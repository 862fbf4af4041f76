/** Which incident a fault is that a device reports about itself. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { Fault } from '@loa-lang/schemas/wire/report';

/** Some codes are incidents of their own; the others are `device-fault`, one for each code. */
export function faultIncident(deviceId: DeviceId, { code, detail = code }: Fault) {
  if (code === 'stale-plan' || code === 'clock-stepped' || code === 'update-failed') {
    return { kind: code, subject: deviceId, detail };
  }
  return { kind: 'device-fault' as const, subject: `${deviceId}/${code}`, detail };
}
