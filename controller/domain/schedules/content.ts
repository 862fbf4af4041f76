/** What programmes are filled from, and what an occurrence holds in the end. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { AreaId, AssetId, BulletinId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { SpokenVersion } from '../broadcasts/items.ts';

/** A bulletin as far as programmes are concerned. */
export interface SourceBulletin {
  id: BulletinId;
  title: string;
  validUntil: EpochMillis | undefined;
  createdAt: EpochMillis;
  /** those that have audio */
  versions: readonly SpokenVersion[];
}

export interface ProgrammeSources {
  communeId: AreaId;
  bulletins: ReadonlyMap<BulletinId, SourceBulletin>;
  /** newest first */
  ofCategory(category: string): readonly SourceBulletin[];
  /** relay sources that may be used there, by their streams */
  relays: ReadonlyMap<StreamId, { enabled: boolean }>;
  /** whether an approval lets this audio sound in this occurrence; without audio: whether anything was approved for it */
  isApproved(assetIds: readonly AssetId[]): boolean;
}

export type SkipReason =
  | 'not-approved'
  | 'language-not-approved'
  | 'expired'
  | 'no-audio'
  | 'bulletin-removed'
  | 'no-room'
  | 'no-words'
  /** it names no source: it keeps its time, in which there is nothing to sound */
  | 'relay-silent'
  /** its source is switched off or removed; it keeps its time, in case that it comes back */
  | 'relay-off'
  | 'category-empty';

export interface SkippedPart {
  /** place in the programme */
  part: number;
  title: string;
  bulletinId?: BulletinId;
  reason: SkipReason;
  /** what sounds instead; absent: the slot is shorter */
  filledBy?: string;
}

export interface ContentPart {
  /** place in the programme; the parts of a playlist share one */
  part: number;
  kind: ProgrammePart['kind'];
  title: string;
  /** of a relay: its stream */
  bulletinId: BulletinId;
  /** in its longest language, all readings */
  durationMs: Millis;
}

export interface Content {
  items: PlanItem[];
  /** by the `part` of the items */
  parts: ContentPart[];
  skipped: SkippedPart[];
}
