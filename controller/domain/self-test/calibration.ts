/** Whether a cluster's tests can be compared with what it was calibrated to. */
import type { CalibrationState } from '@loa-lang/schemas/states/self-test';
import type { Baseline } from './measurement.ts';

/** Another volume is no matter: a pilot is played at its own level, and what is expected follows what was played. */
export function calibrationState(
  baseline: Pick<Baseline, 'deviceId'> | undefined,
  deviceId: string | undefined,
): CalibrationState {
  if (baseline === undefined) return 'missing';
  return baseline.deviceId === deviceId ? 'calibrated' : 'other-device';
}
