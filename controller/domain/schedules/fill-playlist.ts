/** Which bulletins of a category a playlist plays. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ProgrammeSources, SkippedPart } from './content.ts';
import { judge, MINUTE_MS, type Ready } from './judge-part.ts';

/** A plan names a part by one byte. */
export const MAX_PARTS = 255;

interface Filling {
  take(index: number, candidate: Ready): boolean;
  skip(part: SkippedPart): void;
  used: ReadonlySet<BulletinId>;
  left(): Millis;
}

/** Named of those that a playlist passed over, when it found nothing to play. */
const MOST_NAMED = 5;

/** Newest first; who is passed over is named together with who came in instead. */
export function fillPlaylist(
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
