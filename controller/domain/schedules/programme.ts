/** What one occurrence is made of: only what is approved, valid at its start, ready, and fits its window. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import { itemsOf, MAX_ITEMS } from '../broadcasts/items.ts';
import type { Content, ProgrammeSources, SkippedPart } from './content.ts';
import { fillPlaylist, MAX_PARTS } from './fill-playlist.ts';
import { fixedPart, lengthOf, type Ready } from './judge-part.ts';

/**
 * Fixed parts first have their time, playlists share what is left, in order. What does not fit any more is left out,
 * never cut.
 * @param windowMs all there is from the start to the end
 */
export function contentOf(
  programme: readonly ProgrammePart[],
  sources: ProgrammeSources,
  startAt: EpochMillis,
  windowMs: Millis,
): Content {
  const content = layDown(programme, sources, startAt, windowMs);
  const freedMs = content.skipped.reduce((sum, skipped) => sum + freedBy(skipped, programme, sources), 0);
  if (freedMs === 0 || !programme.some(({ kind }) => kind === 'playlist')) return content;
  // what a playlist plays only because a fixed part left it its time
  const usual = new Set(
    layDown(programme, sources, startAt, windowMs - freedMs).parts.map(({ bulletinId }) => bulletinId),
  );
  const filledBy = content.parts.flatMap(({ bulletinId, title }) => (usual.has(bulletinId) ? [] : [title])).join(', ');
  if (filledBy === '') return content;
  const skipped = content.skipped.map((each) => (freedBy(each, programme, sources) > 0 ? { ...each, filledBy } : each));
  return { ...content, skipped };
}

/** Time that a fixed bulletin would have had. */
function freedBy(
  { part, reason }: SkippedPart,
  programme: readonly ProgrammePart[],
  sources: ProgrammeSources,
): Millis {
  const missing = programme[part];
  if (missing?.kind !== 'bulletin' || (reason !== 'expired' && reason !== 'not-approved')) return 0;
  return lengthOf(sources.bulletins.get(missing.bulletinId)?.versions ?? [], missing.readings ?? 1);
}

function layDown(
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
