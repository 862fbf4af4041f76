/** The communes' own words. */
import type { StationTexts } from '@loa-lang/schemas/http/composition';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface StationTextStore {
  /** by language */
  of(communeId: AreaId): Promise<Map<string, StationTexts>>;
  /** Replaces what the commune had in this language; empty texts remove it. */
  put(communeId: AreaId, language: string, texts: StationTexts, at: EpochMillis): Promise<void>;
}
