/** Whether a cluster's tests can be compared with what it was calibrated to. */
import type { CalibrationState } from '@loa-lang/schemas/states/self-test';
import { COMPARABLE_DB } from './grade.ts';
import type { Baseline } from './measurement.ts';

export function calibrationState(
  baseline: Pick<Baseline, 'deviceId' | 'volumeDb'> | undefined,
  { deviceId, volumeDb }: { deviceId: string | undefined; volumeDb: number },
): CalibrationState {
  if (baseline === undefined) return 'missing';
  if (baseline.deviceId !== deviceId) return 'other-device';
  return Math.abs(baseline.volumeDb - volumeDb) > COMPARABLE_DB ? 'other-volume' : 'calibrated';
}
