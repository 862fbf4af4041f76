/** What current a cluster's loudspeaker line usually takes while it sounds. */
import type { Health } from '@loa-lang/schemas/wire/health';

export interface LineUsual {
  amperes: number;
  samples: number;
}

/** Twenty minutes of sound: a morning's session. */
const LEARNT_AFTER = 20;
/** Then it follows slowly: a season's change of programmes, not a failing driver within a week. */
const LONGEST_MEMORY = 500;

/** What is a fault becomes usual only after a month of it: horns were taken down, and nobody said so. */
const SLOWER_WHILE_ILL = 10;

/** @returns the same when the sample tells nothing of it */
export function learnt(
  usual: LineUsual | undefined,
  { sink, amplifier, muted }: Health,
  isIll: boolean,
): LineUsual | undefined {
  const amperes = amplifier?.lineAmperes;
  if (sink !== 'sounding' || muted === true || amperes === undefined || amperes <= 0) return usual;
  const samples = Math.min(LONGEST_MEMORY, (usual?.samples ?? 0) + 1);
  const pace = isIll && usualAmperes(usual) !== undefined ? samples * SLOWER_WHILE_ILL : samples;
  return { samples, amperes: (usual?.amperes ?? 0) + (amperes - (usual?.amperes ?? 0)) / pace };
}

export const usualAmperes = (usual: LineUsual | undefined): number | undefined =>
  usual === undefined || usual.samples < LEARNT_AFTER ? undefined : usual.amperes;
