/** One line of the programme log (sổ nhật ký phát thanh): what was on air, when, where, how long, by whom. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass, Level } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Broadcast, StartedOnTheSpot } from '../broadcasts/broadcast.ts';
import type { ClusterCoverage } from '../coverage/cluster-coverage.ts';
import type { Coverage } from '../coverage/coverage.ts';

/** Who answers for it. */
export interface LogPeople {
  madeBy: string | undefined;
  approvedBy: string | undefined;
  approvedAt: EpochMillis | undefined;
}

/** One bulletin or relay of a broadcast. */
export interface LogItem {
  title: string;
  /** the commune's own word for what it is; absent where it gave none */
  category?: string;
  /** on the cluster where the whole sounded longest */
  airMs: Millis;
}

/** What is known of bulletins beside their titles. */
export interface ItemFacts {
  category: string | undefined;
  /** a chime, words of the station: it sounds, and is no item of anybody's */
  stationSound: boolean;
}

export interface LogLine extends LogPeople {
  /** of the broadcast, or of what was written by hand */
  id: string;
  startAt: EpochMillis;
  endAt: EpochMillis;
  class: BroadcastClass;
  level: Level;
  title: string;
  /** on air, on the cluster where it sounded longest, repetitions counted */
  airMs: Millis;
  clustersReached: number;
  clusters: number;
  hamlets: { id: string; name: string; households: number; reached: number }[];
  items: LogItem[];
  /** clusters that were not reached, by reason; with `clustersReached` and `pending` all of them */
  missed: Partial<Record<MissReason, number>>;
  /** clusters whose result is still awaited */
  pending: number;
  note: string | undefined;
}

/** Written by hand; a correction stands for itself and changes nothing that was written. */
export interface WrittenLine {
  id: string;
  kind: 'entry' | 'correction';
  /** the line that is wrong */
  corrects: string | undefined;
  line: Pick<LogLine, 'startAt' | 'endAt' | 'class' | 'title' | 'note'>;
  reason: string | undefined;
  madeBy: { personId: string; name: string };
  madeAt: EpochMillis;
}

/** Category of what is the station's own. */
export const STATION_SOUND = 'Nhạc hiệu, lời đài';

const soundedMs = (receipts: readonly Receipt[]): Millis =>
  receipts.flatMap(({ items }) => items).reduce((total, { playedMs }) => total + playedMs, 0);

const reasonOf = ({ outcome, reason }: ClusterCoverage): MissReason =>
  outcome === 'not-measurable' ? 'gateway' : (reason ?? 'partial');

function itemsOf({ bulletins }: Broadcast, longest: readonly Receipt[], facts: Facts): LogItem[] {
  const items = longest.flatMap((receipt) => receipt.items);
  return bulletins.map(({ bulletinId, title }, part) => {
    const { category, stationSound } = facts.get(bulletinId) ?? {};
    const shown = stationSound === true ? STATION_SOUND : category;
    const own = items.filter((item) => item.part === part);
    const airMs = own.reduce((total, { playedMs }) => total + playedMs, 0);
    return { title, airMs, ...(shown !== undefined && { category: shown }) };
  });
}

/** Without the time, the device knew no better than that it was then or later. */
const onTheSpotNote = ({ holder = 'không rõ thẻ', timeBasis }: StartedOnTheSpot): string =>
  `phát tại chỗ: ${holder}${timeBasis === 'last-known' ? ' (máy không biết giờ)' : ''}`;

/** A device that begins some milliseconds early did not begin in the minute before. */
const wholeSecond = (instant: number): EpochMillis => Math.round(instant / 1000) * 1000;

type Facts = ReadonlyMap<string, ItemFacts>;

/** @param receipts by cluster, of every run */
export function logLine(
  broadcast: Broadcast,
  coverage: Coverage,
  receipts: ReadonlyMap<string, readonly Receipt[]>,
  people: LogPeople,
  facts: Facts,
): LogLine {
  const all = [...receipts.values()];
  const starts = all.flat().flatMap(({ startedAt }) => startedAt ?? []);
  const ends = all.flat().flatMap(({ endedAt }) => endedAt ?? []);
  const [longest = []] = [...all].sort((a, b) => soundedMs(b) - soundedMs(a));
  const airMs = soundedMs(longest);
  const startAt = starts.length > 0 ? wholeSecond(Math.min(...starts)) : broadcast.startAt;
  const { audience, approval } = broadcast;
  const expected = approval === 'approved' ? coverage.clusters : [];
  const missed: LogLine['missed'] = {};
  for (const each of expected.filter(({ outcome }) => outcome !== 'reached' && outcome !== 'pending')) {
    const reason = reasonOf(each);
    missed[reason] = (missed[reason] ?? 0) + 1;
  }
  if (approval !== 'approved') missed['not-approved'] = audience.clusters.length;
  const { makeUp, cancelReason, ruleReason, onTheSpot } = broadcast;
  const notes = [
    onTheSpot && onTheSpotNote(onTheSpot),
    makeUp && `phát bù lần ${makeUp.round}`,
    cancelReason !== undefined && `huỷ: ${cancelReason}`,
    ruleReason && `vượt quy định giờ phát: ${ruleReason.reason} (${ruleReason.by})`,
    ...(broadcast.skipped ?? []).map(({ title }) => `không phát: ${title}`),
  ].filter((note): note is string => typeof note === 'string');
  return {
    id: broadcast.id,
    startAt,
    endAt: ends.length > 0 ? wholeSecond(Math.max(...ends)) : startAt + airMs,
    class: broadcast.class,
    level: broadcast.level,
    title: broadcast.title,
    ...people,
    airMs,
    clustersReached: coverage.clustersReached,
    clusters: audience.clusters.length,
    hamlets: coverage.hamlets.map(({ hamlet: { id, name, households }, householdsReached }) => ({
      ...{ id, name, households },
      reached: householdsReached,
    })),
    items: itemsOf(broadcast, longest, facts),
    missed,
    pending: expected.filter(({ outcome }) => outcome === 'pending').length,
    note: notes.length > 0 ? notes.join('; ') : undefined,
  };
}
