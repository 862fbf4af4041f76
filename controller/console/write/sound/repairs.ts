/** Repairs that a button stands for: added to what was repaired before. */
import type { BulletinAnalysis, RepairRequest } from '@loa-lang/schemas/http/recordings';

export type RepairName = 'trim' | 'denoise' | 'rumble' | 'louder';

/** Enough to quieten a fan, not so much that voices sound as if under water. */
const REDUCTION_DB = 12;
/** Below the lowest voice. */
const HIGH_PASS_HZ = 100;
const LOUDER_DB = 3;
const MOST_GAIN_DB = 6;

export function repairOf(name: RepairName, { repair }: Pick<BulletinAnalysis, 'repair'>): RepairRequest {
  switch (name) {
    case 'trim':
      return { repair, trimSilence: true };
    case 'denoise':
      return { repair: { ...repair, denoise: { reductionDb: REDUCTION_DB } } };
    case 'rumble':
      return { repair: { ...repair, highPassHz: HIGH_PASS_HZ } };
    case 'louder':
      return { repair: { ...repair, gainDb: Math.min(MOST_GAIN_DB, (repair.gainDb ?? 0) + LOUDER_DB) } };
  }
}
