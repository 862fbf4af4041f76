/** Makes the book say what is wrong now, and nothing else. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { PICTURED, type Wrong } from '../../domain/incidents/incident-picture.ts';
import type { BookedIncident, IncidentBook } from '../../ports/incident-book.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';

export interface SettleDeps {
  book: IncidentBook;
  feed: Pick<ProgressFeed, 'emit'>;
}

/** Somebody says that it is over, and the device may not know yet: what is still so after this comes back. */
const BELIEVED_MS: Millis = 5 * 60_000;

const keyOf = ({ kind, subject }: Pick<Wrong, 'kind' | 'subject'>): string => `${kind} ${subject}`;

export async function settleWrongs({ book, feed }: SettleDeps, wrongs: readonly Wrong[], now: EpochMillis) {
  const open = new Map((await book.openOf(PICTURED)).map((each) => [keyOf(each), each]));
  const wanted = new Set(wrongs.map(keyOf));
  const missing = wrongs.filter((each) => !open.has(keyOf(each)));
  if (missing.length > 0) {
    const believed = new Set((await book.resolvedByHand(PICTURED, now - BELIEVED_MS)).map(keyOf));
    const areas = missing.filter(({ explainedBy }) => explainedBy === undefined);
    // what explains others is written before them
    for (const each of areas) if (!believed.has(keyOf(each))) await raise(each, undefined);
    const explaining = explainers(areas.length > 0 ? await book.openOf(PICTURED) : [...open.values()]);
    for (const each of missing) {
      if (each.explainedBy === undefined || believed.has(keyOf(each))) continue;
      await raise(each, explaining.get(each.explainedBy));
    }
  }
  await describe();
  for (const { kind, subject, detail } of open.values()) {
    if (wanted.has(keyOf({ kind, subject }))) continue;
    await book.clear(kind, subject, now);
    feed.emit({ type: 'incident', kind, subject, state: 'cleared', detail });
  }

  async function raise({ kind, subject, detail }: Wrong, explainedBy: string | undefined): Promise<void> {
    await book.raise({ kind, subject, detail, explainedBy }, now);
    feed.emit({ type: 'incident', kind, subject, state: 'raised', detail });
  }

  /** What was open already, and is explained otherwise or concerns fewer. */
  async function describe(): Promise<void> {
    let explaining = explainers([...open.values()]);
    const changed = wrongs.flatMap((wrong): [Wrong, BookedIncident][] => {
      const booked = open.get(keyOf(wrong));
      return booked === undefined || isTold(wrong, booked, explaining) ? [] : [[wrong, booked]];
    });
    if (changed.length === 0) return;
    explaining = explainers(await book.openOf(PICTURED));
    for (const [wrong, { id, explainedBy: was, ...booked }] of changed) {
      if (isNewDetail(wrong, booked)) await book.describe(id, wrong.detail);
      const explainedBy = wrong.explainedBy === undefined ? undefined : explaining.get(wrong.explainedBy);
      if (explainedBy !== was?.id) await book.explain(id, explainedBy, now);
    }
  }
}

/** Only areas tell how many they are by now; the figures of a device are those with which it began. */
const isNewDetail = (wrong: Wrong, { detail }: Pick<BookedIncident, 'detail'>): boolean =>
  wrong.kind === 'area-offline' && wrong.detail !== detail;

/** An area whose trouble goes by another name by now is another incident. */
const isTold = (wrong: Wrong, booked: BookedIncident, explaining: ReadonlyMap<AreaId, string>): boolean => {
  const { explainedBy } = wrong;
  if (explainedBy !== booked.explainedBy?.subject || isNewDetail(wrong, booked)) return false;
  const id = explainedBy === undefined ? undefined : explaining.get(explainedBy);
  return id === undefined || id === booked.explainedBy?.id;
};

const explainers = (booked: readonly BookedIncident[]): ReadonlyMap<AreaId, string> =>
  new Map(
    booked
      .filter(({ explainedBy }) => explainedBy === undefined)
      .map(({ subject, id }): [string, string] => [subject, id]),
  );
