/** Opens plans that a controller of this deployment has signed. */
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { DeploymentKeys } from '../../ports/key-store.ts';

/** `undefined` for what is no genuine plan of this area or group. */
export type OpenOwnPlan = (planId: string, bytes: Uint8Array) => Promise<Plan | undefined>;

export function openOwnPlans(keys: DeploymentKeys): OpenOwnPlan {
  return async (planId, bytes) => {
    const opened = await openDocument('plan', bytes, {
      deploymentId: keys.deploymentId,
      subject: subjects.plan(planId),
      publicKey: (kid) => keys.ring.known(kid, 'plan', planId),
    });
    return opened.ok && opened.payload.areaId === planId ? opened.payload : undefined;
  };
}
