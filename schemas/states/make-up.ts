/** Make-up (phát bù): why a cluster that missed a broadcast is not given it again now. */

/**
 * `gone`: the pole was removed; `gateway`: whether it missed anything cannot be measured; `muted`, `locked`: it is to be
 * silent; `under-way`: a make-up for it is planned or not yet reported; `no-report`: it has not accounted for the
 * broadcast and may have played it without a network; it is asked again when it has been back for a while; `just-back`:
 * it has told what it did and is still setting its clock and reading its plans.
 */
export const MAKE_UP_HINDRANCES = [
  'gone',
  'gateway',
  'muted',
  'locked',
  'under-way',
  'no-report',
  'just-back',
] as const;
export type MakeUpHindrance = (typeof MAKE_UP_HINDRANCES)[number];

/** Why a neighbour hears it twice: it serves the same hamlet, or stands within hearing. */
export const TWICE_REASONS = ['same-hamlet', 'within-hearing'] as const;
export type TwiceReason = (typeof TWICE_REASONS)[number];
