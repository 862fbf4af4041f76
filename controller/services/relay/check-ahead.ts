/** Tries the sources of coming relays some hours and some minutes before each, while there is time to look for another. */
import { SOURCE_FAULT_WORDS } from '@loa-lang/schemas/errors/relay-faults';
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { instantWords } from '../../domain/calendar/words/date-words.ts';
import { streamsOf } from '../../domain/plan-content/plan-content.ts';
import { CHECKED_BEFORE_MS, isCheckDue, type RelayCheck, type RelaySource } from '../../domain/streams/relay-source.ts';
import type { Exclusive } from '../../ports/exclusive.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import type { StreamBroadcasts } from '../../ports/stream-broadcasts.ts';
import { RegularLook } from '../regular-look.ts';
import { type KeepIncidentsDeps, keepIncidents } from '../watch/keep-incidents.ts';
import type { CheckSource } from './check-source.ts';
import { RELAY_OFF } from './relay-words.ts';

export interface CheckAheadDeps extends KeepIncidentsDeps {
  relaySources: RelaySourceStore;
  streamBroadcasts: StreamBroadcasts;
  checking: Pick<CheckSource, 'check'>;
  /** of several controllers one tries a source */
  locks: Exclusive;
  timeZone: string;
  onProblem: (problem: string, cause: unknown) => void;
}

const LOOK_EVERY_MS: Millis = 30_000;
/** What is on air already is known by what comes from it. */
const FROM_MS: Millis = 60_000;

interface Coming {
  source: RelaySource;
  /** the first broadcast that needs it */
  next: Pick<Broadcast, 'title' | 'startAt'>;
}

export class CheckAhead {
  readonly #deps: CheckAheadDeps;
  readonly #looks: RegularLook;

  constructor(deps: CheckAheadDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('relay sources were not tried ahead', cause),
    );
  }

  start(): void {
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const coming = await this.#coming(this.#deps.clock.now());
    const failing = new Map<string, string>();
    for (const { source, next } of coming) {
      const usable = source.enabled && source.removedAt === undefined;
      const check = usable ? await this.#checked(source, next.startAt) : undefined;
      if (usable && check?.ok !== false) continue;
      failing.set(source.id, this.#detail(source, next, check));
    }
    await keepIncidents(this.#deps, 'relay-failing', failing);
  }

  async #coming(now: EpochMillis): Promise<Coming[]> {
    const { streamBroadcasts, relaySources } = this.#deps;
    const until = now + Math.max(...CHECKED_BEFORE_MS);
    const planned = (await streamBroadcasts.withStreams(now, until)).filter(({ startAt }) => startAt > now + FROM_MS);
    const next = new Map<StreamId, Broadcast>();
    for (const broadcast of planned) {
      for (const id of streamsOf(broadcast)) if (!next.has(id)) next.set(id, broadcast);
    }
    const sources = await relaySources.find([...next.keys()]);
    return sources.flatMap((source) => {
      const broadcast = next.get(source.id);
      return broadcast === undefined ? [] : [{ source, next: broadcast }];
    });
  }

  /** What was found last, newly where that is due. */
  async #checked(source: RelaySource, slotAt: EpochMillis): Promise<RelayCheck | undefined> {
    const { locks, clock, relaySources, checking } = this.#deps;
    const isDue = (last: RelayCheck | undefined) => isCheckDue(slotAt, last?.at, clock.now());
    // one that fails is tried again at every look: the incident ends when the source is back
    const again = source.lastCheck?.ok === false;
    if (!again && !isDue(source.lastCheck)) return source.lastCheck;
    return locks.run(`relay check ${source.id}`, async () => {
      const last = (await relaySources.find([source.id]))[0]?.lastCheck;
      if (last !== undefined && last.at !== source.lastCheck?.at) return last;
      const check = await checking.check(source);
      await relaySources.noteCheck(source.id, check);
      return check;
    });
  }

  #detail({ name }: RelaySource, { title, startAt }: Coming['next'], check: RelayCheck | undefined): string {
    const [fault] = check?.faults ?? [];
    const why = fault === undefined ? RELAY_OFF.vi : (WORDS[fault.fault] ?? fault.detail);
    return `${name}; ${title}, ${instantWords(startAt, this.#deps.timeZone).vi}: ${why}`.slice(0, 1000);
  }
}

const WORDS: Readonly<Partial<Record<string, string>>> = Object.fromEntries(
  Object.entries(SOURCE_FAULT_WORDS).map(([fault, { vi }]) => [fault, vi]),
);
