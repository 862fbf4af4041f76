/** What an occurrence will hold, before all of it is there: for conflicts and limits, which are told when it is saved. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import { contentOf } from './content.ts';
import type { Content, ContentPart, ProgrammeSources } from './programme.ts';

const MINUTE_MS = 60_000;
/** A bulletin whose audio is still being made. */
const UNKNOWN_PART_MS: Millis = MINUTE_MS;
/** A playlist without a limit that nothing fills yet. */
const UNKNOWN_PLAYLIST_MS: Millis = 10 * MINUTE_MS;
/** Nobody knows yet what will sound there. */
export const UNKNOWN_BULLETIN = '';

interface Laid {
  part: ContentPart;
  items: readonly PlanItem[];
}

/** As `contentOf`, with a stretch of time for each part that is not there yet. @param sources in which all is approved */
export function expectedContent(
  programme: readonly ProgrammePart[],
  sources: ProgrammeSources,
  startAt: EpochMillis,
  windowMs: Millis,
): Content {
  const content = contentOf(programme, sources, startAt, windowMs);
  let leftMs = windowMs - lengthOf(content.parts);
  const laid = programme.flatMap((part, index): Laid[] => {
    const known = content.parts.flatMap((each, place): Laid[] =>
      each.part === index ? [{ part: each, items: content.items.filter((item) => item.part === place) }] : [],
    );
    if (known.length > 0) return known;
    const durationMs = Math.min(leftMs, guessOf(part, content, index));
    leftMs -= durationMs;
    return durationMs > 0 ? [unknown(part, index, durationMs)] : [];
  });
  return {
    items: laid.flatMap(({ items }, part) => items.map((item) => ({ ...item, part }))),
    parts: laid.map(({ part }) => part),
    skipped: content.skipped,
  };
}

const lengthOf = (parts: readonly ContentPart[]): Millis => parts.reduce((sum, each) => sum + each.durationMs, 0);

function guessOf(part: ProgrammePart, { skipped }: Content, index: number): Millis {
  if (part.kind === 'playlist') return (part.maxMinutes ?? UNKNOWN_PLAYLIST_MS / MINUTE_MS) * MINUTE_MS;
  return skipped.some((each) => each.part === index && each.reason === 'no-audio') ? UNKNOWN_PART_MS : 0;
}

const unknown = ({ kind }: ProgrammePart, index: number, durationMs: Millis): Laid => ({
  part: { part: index, kind, title: '', bulletinId: UNKNOWN_BULLETIN, durationMs },
  items: [{ kind: 'stream', part: 0, durationMs, streamId: 'expected' }],
});
