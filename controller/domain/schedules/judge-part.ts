/** Whether a part may sound in an occurrence: approved, valid at its start, with audio. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { SpokenVersion } from '../broadcasts/items.ts';
import type { ContentPart, ProgrammeSources, SkippedPart, SourceBulletin } from './content.ts';
import { stationSoundId, stationSoundOf } from './station-sound.ts';

/** A part that is ready to be laid down. */
export interface Ready extends ContentPart {
  versions: readonly SpokenVersion[];
  readings: number;
}

export const MINUTE_MS = 60_000;
/** A slot that names no source keeps its time under this id, which no source has. */
const NO_STREAM = 'relay';

export const lengthOf = (versions: readonly SpokenVersion[], readings: number): Millis =>
  readings * Math.max(0, ...versions.map((version) => version.durationMs));

type Judged = { ready?: Ready; skipped?: SkippedPart };

export function fixedPart(
  index: number,
  part: Exclude<ProgrammePart, { kind: 'playlist' }>,
  sources: ProgrammeSources,
  startAt: EpochMillis,
): Judged {
  if (part.kind === 'relay') {
    const { title, minutes, streamId = NO_STREAM } = part;
    if (!sources.isApproved([])) return { skipped: { part: index, title, reason: 'not-approved' } };
    const durationMs = minutes * MINUTE_MS;
    const head = { part: index, kind: 'relay', title, bulletinId: streamId } as const;
    const ready: Ready = { ...head, durationMs, versions: [], readings: 1 };
    if (sources.relays.get(streamId)?.enabled === true) return { ready };
    return { ready, skipped: { part: index, title, reason: streamId === NO_STREAM ? 'relay-silent' : 'relay-off' } };
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
export function judge(
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
