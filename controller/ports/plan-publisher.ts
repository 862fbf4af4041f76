/** The part of document publishing that use cases need. */
import type { DeviceId, PlanId } from '@loa-lang/schemas/ids';

export interface PlanPublisher {
  /** One outcome for each id, in order; what failed is tried again in the background where that can help. */
  publishPlans(planIds: readonly PlanId[], options?: { urgent?: boolean }): Promise<readonly { ok: boolean }[]>;
  publishSettings(deviceIds: readonly DeviceId[], options?: { urgent?: boolean }): Promise<readonly { ok: boolean }[]>;
}
