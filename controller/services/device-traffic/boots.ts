/** Starts of devices' programs, as they announce them: a machine never goes back to an earlier one. */
import type { DeviceId } from '@loa-lang/schemas/ids';

/** A device that restarts more often between two turns of its clone has other troubles. */
const REMEMBERED = 8;

export class Boots {
  /** oldest first; the last one is at work */
  private readonly seen = new Map<DeviceId, string[]>();

  /** Whether this start was followed by another one before: then two machines use one identity. */
  returns(deviceId: DeviceId, boot: string | undefined): boolean {
    if (boot === undefined) return false;
    const known = this.seen.get(deviceId) ?? [];
    if (known.at(-1) === boot) return false;
    const returns = known.includes(boot);
    this.seen.set(deviceId, [...known.filter((each) => each !== boot), boot].slice(-REMEMBERED));
    return returns;
  }
}
