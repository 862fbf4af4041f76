/** What villagers see of a broadcast in their hamlet: never what is not approved, withdrawn, over or private. */
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import type { AssetId, BroadcastId, BulletinId } from '@loa-lang/schemas/ids';
import { isOnPublicPage, isPrivateByNature } from '@loa-lang/schemas/states/privacy';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass } from '@loa-lang/schemas/wire/plan';

export interface SpokenText {
  language: string;
  text: string | undefined;
  assetId: AssetId;
  sizeBytes: number;
  durationMs: Millis;
}

/** A bulletin with all that was ever made of it: what was on air is found by its audio. */
export interface BulletinFacts {
  id: BulletinId;
  kind: BulletinKind;
  category: string | undefined;
  title: string;
  onPublicPage: boolean | undefined;
  stationSound: boolean;
  validUntil: EpochMillis | undefined;
  removed: boolean;
  /** newest first */
  versions: readonly SpokenText[];
}

/** A broadcast as it concerns one hamlet or one pole. */
export interface HeardBroadcast {
  id: BroadcastId;
  version: number;
  title: string;
  class: BroadcastClass;
  startAt: EpochMillis;
  /** nothing of it sounds from then on */
  soundsUntil: EpochMillis;
  approved: boolean;
  cancelledAt: EpochMillis | undefined;
  drill: boolean;
  isMakeUp: boolean;
  hasStream: boolean;
  assetIds: ReadonlySet<AssetId>;
  bulletins: readonly { bulletinId: BulletinId; title: string }[];
  /** what the poles of the place have said: that it sounded, that it did not, nothing yet, or that they cannot say */
  reported: 'sounded' | 'silent' | 'nothing' | 'unmeasured';
}

export const ENTRY_KINDS = ['emergency', 'drill', 'test', 'urgent', 'live', 'relay', 'ordinary'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface EntryPart {
  bulletinId: BulletinId;
  title: string;
  /** as it was read on air, in the first of the hamlet's languages that there is */
  spoken: SpokenText | undefined;
}

export interface HamletEntry {
  id: BroadcastId;
  version: number;
  startAt: EpochMillis;
  endsAt: EpochMillis;
  kind: EntryKind;
  /** `not-played`: its time is over and no pole of the place has played it */
  stand: 'to-come' | 'on-air' | 'over' | 'not-played';
  /** absent where it could tell of a part that is private */
  title: string | undefined;
  isMakeUp: boolean;
  parts: EntryPart[];
}

/** Poles report within a minute; links that were down for a while do so later. */
const REPORT_WAIT_MS: Millis = 5 * 60_000;

/** @param languages of the hamlet, in order of preference @returns `undefined`: it is not for the page */
export function hamletEntry(
  broadcast: HeardBroadcast,
  facts: ReadonlyMap<BulletinId, BulletinFacts>,
  languages: readonly string[],
  now: EpochMillis,
): HamletEntry | undefined {
  const { startAt, soundsUntil, cancelledAt } = broadcast;
  if (!broadcast.approved || (cancelledAt !== undefined && cancelledAt <= startAt)) return undefined;
  const said = broadcast.bulletins.filter(({ bulletinId }) => facts.get(bulletinId)?.stationSound !== true);
  const shown = said.flatMap(({ bulletinId, title }) => {
    const bulletin = facts.get(bulletinId);
    if (bulletin === undefined || !isShown(bulletin, title, now)) return [];
    return [{ bulletinId, title, spoken: spokenOf(bulletin, broadcast.assetIds, languages) }];
  });
  if (said.length > 0 && shown.length === 0 && !broadcast.hasStream) return undefined;
  if (said.length === 0 && isPrivateByNature({ title: broadcast.title })) return undefined;
  // its own title may be that of the part which nobody is to read
  const tells = said.length > shown.length;
  return {
    ...{ id: broadcast.id, version: broadcast.version, startAt, isMakeUp: broadcast.isMakeUp },
    endsAt: Math.min(soundsUntil, cancelledAt ?? soundsUntil),
    kind: kindOf(broadcast, said, facts),
    stand: standOf(broadcast, now),
    title: tells ? undefined : broadcast.title,
    parts: shown,
  };
}

/** By the title it has now and by the one it was planned with. */
const isShown = (bulletin: BulletinFacts, plannedTitle: string, now: EpochMillis): boolean => {
  if (bulletin.removed || (bulletin.validUntil !== undefined && bulletin.validUntil <= now)) return false;
  return [bulletin.title, plannedTitle].every((title) => isOnPublicPage({ ...bulletin, title }));
};

function spokenOf(
  { versions }: BulletinFacts,
  onAir: ReadonlySet<AssetId>,
  languages: readonly string[],
): SpokenText | undefined {
  const aired = versions.filter(({ assetId }) => onAir.has(assetId));
  const [wanted] = [...languages, 'vi'].flatMap((language) => aired.find((each) => each.language === language) ?? []);
  return wanted ?? aired[0];
}

function kindOf(
  { class: level, drill, hasStream }: HeardBroadcast,
  said: HeardBroadcast['bulletins'],
  facts: ReadonlyMap<BulletinId, BulletinFacts>,
): EntryKind {
  const kinds = said.map(({ bulletinId }) => facts.get(bulletinId)?.kind);
  if (drill || kinds.includes('drill')) return 'drill';
  if (kinds.length > 0 && kinds.every((kind) => kind === 'test')) return 'test';
  if (level === 'emergency' || level === 'urgent' || level === 'live') return level;
  return level === 'relay' || (hasStream && said.length === 0) ? 'relay' : 'ordinary';
}

function standOf(
  { startAt, soundsUntil, cancelledAt, reported }: HeardBroadcast,
  now: EpochMillis,
): HamletEntry['stand'] {
  if (now < startAt) return 'to-come';
  const until = Math.min(soundsUntil, cancelledAt ?? soundsUntil);
  if (reported === 'silent' && now >= until) return 'not-played';
  if (now < until) return 'on-air';
  return reported === 'nothing' && now >= until + REPORT_WAIT_MS ? 'not-played' : 'over';
}
