/** Source bulletins (bản tin nguồn, Circular 39/2020/TT-BTTTT): their ranks, and what becomes of one in a commune. */

/** `routine` thông thường: the commune's inbox; `priority` ưu tiên: first in the programme; `emergency` khẩn cấp: at once. */
export const SOURCE_RANKS = ['routine', 'priority', 'emergency'] as const;
export type SourceRank = (typeof SOURCE_RANKS)[number];

export const SOURCE_LEVELS = ['central', 'province'] as const;
export type SourceLevel = (typeof SOURCE_LEVELS)[number];

/**
 * `received`: kept, its audio is being made; `inbox`: waits for the commune's officer; `taken` into the commune's
 * bulletins; `declined`, with a reason; `planned` or aired; `withdrawn` by its source; `expired` before anybody took
 * it; `failed`: no audio could be made, or it cannot be planned.
 */
export const SOURCE_STATES = [
  'received',
  'inbox',
  'taken',
  'declined',
  'planned',
  'withdrawn',
  'expired',
  'failed',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];
