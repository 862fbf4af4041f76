/** What was said in a hamlet and what comes next, for everybody. */
import type { AreaId, BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import {
  type BulletinFacts,
  type HamletEntry,
  type HeardBroadcast,
  hamletEntry,
  type SpokenText,
} from '../../domain/public/hamlet-entry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Place, PublicBroadcasts, PublicHamlet, PublicPlaces, PublicPole } from '../../ports/public-reader.ts';
import { found, Refusal } from '../refusal.ts';

export interface HamletNewsDeps {
  places: PublicPlaces;
  publicBroadcasts: PublicBroadcasts;
  clock: Clock;
}

const DAY_MS: Millis = 24 * 3600_000;
/** A week, today with it: a page is no archive. */
const KEPT_DAYS = 7;
/** Three sessions a day, and as many notices between them, of three levels. */
const MOST_PAST = 120;
const MOST_COMING = 60;
/** Further ahead than plans reach there is little, and it may still change. */
const COMING_DAYS = 7;

export interface HamletWeek {
  today: HamletEntry[];
  earlier: HamletEntry[];
}

export class HamletNews {
  readonly #deps: HamletNewsDeps;

  constructor(deps: HamletNewsDeps) {
    this.#deps = deps;
  }

  communes() {
    return this.#deps.places.communes();
  }

  hamletsOf(communeId: AreaId): Promise<PublicHamlet[]> {
    return this.#deps.places.hamletsOf(communeId);
  }

  /** @param ref its id or official code */
  async hamlet(ref: string): Promise<PublicHamlet> {
    return found(await this.#deps.places.hamlet(ref), 'hamlet-page-unknown');
  }

  /** What began within the week, the latest first. */
  async week(hamlet: PublicHamlet, place: Place = { hamletId: hamlet.id }): Promise<HamletWeek> {
    const now = this.#deps.clock.now();
    const entries = await this.#entries(hamlet, place, {
      from: this.#oldest(hamlet),
      until: now + 1,
      limit: MOST_PAST,
    });
    const { from } = bounds(now, hamlet.timeZone);
    return {
      today: entries.filter(({ startAt }) => startAt >= from),
      earlier: entries.filter(({ startAt }) => startAt < from),
    };
  }

  /** What begins today or tomorrow, or within the week where a calendar asks; the next first. */
  async coming(hamlet: PublicHamlet, reach: 'tomorrow' | 'week', place: Place = { hamletId: hamlet.id }) {
    const now = this.#deps.clock.now();
    const until = reach === 'week' ? now + COMING_DAYS * DAY_MS : bounds(now + DAY_MS, hamlet.timeZone).until;
    return this.#entries(hamlet, place, { from: now + 1, until, limit: MOST_COMING, soonestFirst: true });
  }

  /** One that was on air within the week. @throws Refusal where there is none for the page */
  async entry(hamlet: PublicHamlet, id: BroadcastId): Promise<HamletEntry> {
    const { publicBroadcasts, clock } = this.#deps;
    const broadcast = await publicBroadcasts.find({ hamletId: hamlet.id }, hamlet.line, id);
    const isThere = broadcast !== undefined && broadcast.startAt >= this.#oldest(hamlet);
    const [entry] = isThere ? await this.#shown(hamlet, [broadcast]) : [];
    if (entry === undefined || entry.startAt > clock.now()) throw new Refusal('public-entry-gone');
    return entry;
  }

  /** The sound of one part of what was on air. @throws Refusal */
  async sound(hamlet: PublicHamlet, id: BroadcastId, index: number): Promise<SpokenText & { title: string }> {
    const part = (await this.entry(hamlet, id)).parts[index];
    if (part?.spoken === undefined) throw new Refusal('public-entry-gone');
    return { ...part.spoken, title: part.title };
  }

  /** At one pole: what it played last, and plays next. */
  async atPole({ id: clusterId, hamlet }: PublicPole) {
    const place = { clusterId };
    const [{ today, earlier }, next] = await Promise.all([
      this.week(hamlet, place),
      this.coming(hamlet, 'tomorrow', place),
    ]);
    return { last: [...today, ...earlier], next };
  }

  async #entries(hamlet: PublicHamlet, place: Place, range: Omit<Parameters<PublicBroadcasts['list']>[1], 'within'>) {
    const rows = await this.#deps.publicBroadcasts.list(place, { ...range, within: hamlet.line });
    return this.#shown(hamlet, rows);
  }

  async #shown(hamlet: PublicHamlet, rows: readonly HeardBroadcast[]): Promise<HamletEntry[]> {
    const ids = rows.flatMap(({ bulletins }) => bulletins.map(({ bulletinId }) => bulletinId));
    const facts: ReadonlyMap<string, BulletinFacts> = await this.#deps.publicBroadcasts.bulletins(ids);
    const now = this.#deps.clock.now();
    return rows.flatMap((row) => hamletEntry(row, facts, hamlet.languages, now) ?? []);
  }

  #oldest({ timeZone }: PublicHamlet): EpochMillis {
    return bounds(this.#deps.clock.now() - (KEPT_DAYS - 1) * DAY_MS, timeZone).from;
  }
}

/** Of the day on which an instant falls. */
function bounds(instant: EpochMillis, zone: string): { from: EpochMillis; until: EpochMillis } {
  return dayBounds(civilDay(instant, zone), zone) ?? { from: instant, until: instant };
}
