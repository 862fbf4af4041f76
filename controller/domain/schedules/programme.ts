/** What one occurrence is made of: only what is approved, valid at its start, ready, and fits its window. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { AreaId, AssetId, BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import { itemsOf, MAX_ITEMS, type SpokenVersion } from '../broadcasts/items.ts';
import { stationSoundId, stationSoundOf } from './station-sound.ts';

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
  /** it keeps its time, in which nothing sounds */
  | 'relay-silent'
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

/** A part that is ready to be laid down. */
interface Ready extends ContentPart {
  versions: readonly SpokenVersion[];
  readings: number;
}

const MINUTE_MS = 60_000;
/** A plan names a part by one byte. */
const MAX_PARTS = 255;
/** Streams are reserved: a slot that names none keeps its time under this id. */
const NO_STREAM = 'relay';

export const lengthOf = (versions: readonly SpokenVersion[], readings: number): Millis =>
  readings * Math.max(0, ...versions.map((version) => version.durationMs));

/**
 * Fixed parts first have their time, playlists share what is left, in order. What does not fit any more is left out,
 * never cut.
 * @param windowMs all there is from the start to the end
 */
export function layDown(
  programme: readonly ProgrammePart[],
  sources: ProgrammeSources,
  startAt: EpochMillis,
  windowMs: Millis,
): Content {
  const skipped: SkippedPart[] = [];
  const ready = new Map<number, Ready[]>();
  const used = new Set<BulletinId>();
  let leftMs = windowMs;
  let count = 0;
  const take = (index: number, candidate: Ready): boolean => {
    const items = candidate.readings * Math.max(1, candidate.versions.length);
    if (candidate.durationMs > leftMs || count + items > MAX_ITEMS || used.size >= MAX_PARTS) return false;
    leftMs -= candidate.durationMs;
    count += items;
    used.add(candidate.bulletinId);
    ready.set(index, [...(ready.get(index) ?? []), candidate]);
    return true;
  };
  const skip = (part: SkippedPart): void => void skipped.push(part);

  for (const [index, part] of programme.entries()) {
    if (part.kind === 'playlist') continue;
    const found = fixedPart(index, part, sources, startAt);
    if (found.skipped !== undefined) skip(found.skipped);
    if (found.ready === undefined) continue;
    const { bulletinId, title } = found.ready;
    if (!take(index, found.ready)) skip({ part: index, title, bulletinId, reason: 'no-room' });
  }
  for (const [index, part] of programme.entries()) {
    if (part.kind === 'playlist') fillPlaylist(index, part, sources, startAt, { take, skip, used, left: () => leftMs });
  }
  const laid = [...ready].sort(([a], [b]) => a - b).flatMap(([, each]) => each);
  return {
    items: laid.flatMap((each, part) => itemsOfPart(each, part)),
    parts: laid.map(({ versions: _, readings: __, ...part }) => part),
    skipped: skipped.sort((a, b) => a.part - b.part),
  };
}

/** Length of the fixed parts that were laid down. */
export const fixedMs = (programme: readonly ProgrammePart[], { parts }: Pick<Content, 'parts'>): Millis =>
  parts.filter(({ part }) => programme[part]?.kind !== 'playlist').reduce((sum, { durationMs }) => sum + durationMs, 0);

function itemsOfPart({ kind, versions, readings, bulletinId, durationMs }: Ready, part: number): PlanItem[] {
  if (kind === 'relay') return [{ kind: 'stream', part, durationMs, streamId: bulletinId }];
  return itemsOf([{ versions, readings }]).map((item) => ({ ...item, part }));
}

type Judged = { ready?: Ready; skipped?: SkippedPart };

function fixedPart(
  index: number,
  part: Exclude<ProgrammePart, { kind: 'playlist' }>,
  sources: ProgrammeSources,
  startAt: EpochMillis,
): Judged {
  if (part.kind === 'relay') {
    const { title, minutes, streamId = NO_STREAM } = part;
    if (!sources.isApproved([])) return { skipped: { part: index, title, reason: 'not-approved' } };
    const durationMs = minutes * MINUTE_MS;
    return {
      ready: { part: index, kind: 'relay', title, bulletinId: streamId, durationMs, versions: [], readings: 1 },
      skipped: { part: index, title, reason: 'relay-silent' },
    };
  }
  const sound = stationSoundOf(part);
  const id = part.kind === 'bulletin' ? part.bulletinId : stationSoundId(sources.communeId, sound ?? 'words');
  const bulletin = sources.bulletins.get(id);
  const readings = part.kind === 'bulletin' ? (part.readings ?? 1) : 1;
  if (bulletin !== undefined) return judge(index, part.kind, bulletin, readings, sources, startAt);
  if (part.kind === 'closing') return { skipped: { part: index, title: '', reason: 'no-words' } };
  const reason = part.kind === 'chime' ? 'no-audio' : 'bulletin-removed';
  return { skipped: { part: index, title: '', bulletinId: id, reason } };
}

/** Of a bulletin in several languages only the approved ones sound; a hamlet of another hears Vietnamese. */
function judge(
  part: number,
  kind: ProgrammePart['kind'],
  bulletin: SourceBulletin,
  readings: number,
  sources: ProgrammeSources,
  startAt: EpochMillis,
): Judged {
  const { id: bulletinId, title } = bulletin;
  const head = { part, title, bulletinId };
  if (bulletin.validUntil !== undefined && bulletin.validUntil <= startAt) {
    return { skipped: { ...head, reason: 'expired' } };
  }
  if (bulletin.versions.length === 0) return { skipped: { ...head, reason: 'no-audio' } };
  const versions = bulletin.versions.filter((version) => sources.isApproved([version.assetId]));
  if (versions.length === 0) return { skipped: { ...head, reason: 'not-approved' } };
  const ready = { ...head, kind, durationMs: lengthOf(versions, readings), versions, readings };
  if (versions.length === bulletin.versions.length) return { ready };
  return { ready, skipped: { ...head, reason: 'language-not-approved' } };
}

interface Filling {
  take(index: number, candidate: Ready): boolean;
  skip(part: SkippedPart): void;
  used: ReadonlySet<BulletinId>;
  left(): Millis;
}

/** Named of those that a playlist passed over, when it found nothing to play. */
const MOST_NAMED = 5;

/** Newest first; who is passed over is named together with who came in instead. */
function fillPlaylist(
  index: number,
  part: Extract<ProgrammePart, { kind: 'playlist' }>,
  sources: ProgrammeSources,
  startAt: EpochMillis,
  filling: Filling,
): void {
  const { maxItems = MAX_PARTS, maxMinutes } = part;
  const before = filling.left();
  const budget = maxMinutes === undefined ? Infinity : maxMinutes * MINUTE_MS;
  const passed: SkippedPart[] = [];
  const substitutes: string[] = [];
  let taken = 0;
  let passedBeforeLast = 0;
  let tooLong = 0;
  for (const bulletin of sources.ofCategory(part.category)) {
    if (taken >= maxItems) break;
    if (filling.used.has(bulletin.id)) continue;
    const { ready, skipped } = judge(index, 'playlist', bulletin, 1, sources, startAt);
    if (skipped !== undefined) passed.push(skipped);
    if (ready === undefined) continue;
    if (before - filling.left() + ready.durationMs > budget || !filling.take(index, ready)) {
      tooLong++;
      continue;
    }
    taken++;
    passedBeforeLast = passed.length;
    if (passed.length > substitutes.length) substitutes.push(bulletin.title);
  }
  const named = passed.slice(0, taken === 0 ? MOST_NAMED : passedBeforeLast);
  for (const [place, each] of named.entries()) {
    const filledBy = substitutes[place];
    filling.skip(filledBy === undefined ? each : { ...each, filledBy });
  }
  if (taken === 0 && passed.length === 0) {
    filling.skip({ part: index, title: part.category, reason: tooLong > 0 ? 'no-room' : 'category-empty' });
  }
}
