/** Opens plans that a controller of this deployment has signed. */
import { openDocument, publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { CryptoKey } from 'jose';
import type { DeploymentKeys } from '../../ports/key-store.ts';

/** `undefined` for what is no genuine plan of this area or group. */
export type OpenOwnPlan = (planId: string, bytes: Uint8Array) => Promise<Plan | undefined>;

export function openOwnPlans({ publicKeys, deploymentId }: DeploymentKeys): OpenOwnPlan {
  const keys = (async () => {
    const imported = new Map<string, CryptoKey>();
    for (const { kid, use, x } of publicKeys) if (use === 'plan') imported.set(kid, await publicKeyFrom(x));
    return imported;
  })();
  return async (planId, bytes) => {
    const known = await keys;
    const subject = subjects.plan(planId);
    const opened = await openDocument('plan', bytes, { deploymentId, subject, publicKey: (kid) => known.get(kid) });
    return opened.ok && opened.payload.areaId === planId ? opened.payload : undefined;
  };
}
