/** What one occurrence is made of, with what sounds in place of what does not. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Content, layDown, lengthOf, type ProgrammeSources, type SkippedPart } from './programme.ts';

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
