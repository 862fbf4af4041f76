/** Self-tests: what a measurement comes to. */
export const SELF_TEST_MODES = ['check', 'calibrate'] as const;
export type SelfTestMode = (typeof SELF_TEST_MODES)[number];

/** A measurement that cannot be judged has no grade. */
export const SELF_TEST_GRADES = ['pass', 'weak', 'silent', 'no-microphone'] as const;
export type SelfTestGrade = (typeof SELF_TEST_GRADES)[number];

/** Why it was graded so, or could not be. */
export const SELF_TEST_NOTES = [
  /** levels against the baseline */
  'level-low',
  'bands-missing',
  'delay-shifted',
  'not-heard',
  /** surroundings hid the pilot */
  'too-noisy',
  'not-calibrated',
  /** the device was replaced since */
  'other-device',
  /** the pilot was so much softer or louder that a comparison says little */
  'other-level',
  'interrupted',
  'failed',
  /** asked to calibrate: it was taken, or was not clear enough */
  'calibrated',
  'not-clear-enough',
] as const;
export type SelfTestNote = (typeof SELF_TEST_NOTES)[number];

/** What the cluster waits for before its tests can be compared. */
export const CALIBRATION_STATES = ['calibrated', 'missing', 'other-device'] as const;
export type CalibrationState = (typeof CALIBRATION_STATES)[number];
