/** All lives that are open here: begun, spoken into, ended; and those that nobody holds any more. */
import type { LiveEndReason } from '@loa-lang/schemas/http/live';
import { LIVE_CLOSE_CODES } from '@loa-lang/schemas/http/live-frames';
import type { BroadcastId, StreamId } from '@loa-lang/schemas/ids';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Caller } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import { type Sight, sees, sightOf } from '../../domain/permissions/sight.ts';
import type { OpenLive } from '../../ports/live-store.ts';
import type { OpusEncoder } from '../../ports/opus-encoder.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import { found, Refusal } from '../refusal.ts';
import type { StreamSender } from '../streams/stream-sender.ts';
import type { LiveBeginDeps, LiveBeginning, LiveBegun, LiveRequest } from './begin-live.ts';
import type { LiveEndDeps, LiveEnding } from './end-live.ts';
import { LiveLine } from './live-line.ts';
import type { LiveLook } from './live-looks.ts';
import { LiveSession } from './live-session.ts';
import type { LiveListener } from './live-status.ts';
import { LiveWatch } from './live-watch.ts';

export interface LivesDeps extends LiveBeginDeps, Omit<LiveEndDeps, 'broadcasts' | 'bulletins' | 'reader'> {
  broadcasts: LiveBeginDeps['broadcasts'] & ConstructorParameters<typeof LiveWatch>[2]['broadcasts'];
  beginning: LiveBeginning;
  ending: LiveEnding;
  newSender: (streamId: StreamId) => Pick<StreamSender, 'send' | 'isStuck'>;
  encoder: OpusEncoder;
  feed: ProgressFeed;
  people: Pick<People, 'find'>;
}

const SWEEP_EVERY_MS: Millis = 1_000;
/** A holder says every second that it is there. */
const ABANDONED_AFTER_MS: Millis = 2_500;

export type Attached = { ok: true; session: LiveSession } | { ok: false; closeCode: number };

const placeOf = ({ communeId, audience }: Broadcast) => ({
  folders: [communeId],
  at: audience.hamlets.map((hamlet) => hamlet.id),
});

export class Lives {
  readonly #deps: LivesDeps;
  readonly #sessions = new Map<BroadcastId, LiveSession>();
  /** this run of this controller */
  readonly #holder: string;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;
  #sweeping: Promise<void> | undefined;
  /** since when the database has answered, as far as is known here; `undefined` while it does not */
  #answersSince: MonotonicMillis | undefined = Number.NEGATIVE_INFINITY;

  constructor(deps: LivesDeps) {
    this.#deps = deps;
    this.#holder = deps.newId();
  }

  /** Ends what a killed controller has left open, here or elsewhere, from now on. */
  start(): void {
    const { feed, onProblem } = this.#deps;
    this.#unsubscribe = feed.subscribe((event) => {
      if (event.type === 'broadcast') for (const session of this.#sessions.values()) session.changed(true);
      else if (event.type === 'receipt') this.#sessions.get(event.broadcastId)?.changed(false);
      else if (event.type === 'presence') for (const session of this.#sessions.values()) session.changed(false);
    });
    void this.#takeInRecordings().catch((cause: unknown) => onProblem('recordings of lives wait', cause));
    this.#sweep();
    this.#timer = setInterval(() => this.#sweep(), SWEEP_EVERY_MS);
  }

  /** Nobody speaks on into a controller that stops. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    clearInterval(this.#timer);
    await Promise.all([...this.#sessions.values()].map((session) => session.end('abnormal')));
    await this.#sweeping;
  }

  /** @throws Refusal */
  async begin(request: LiveRequest, by: Caller): Promise<LiveBegun> {
    const begun = await this.#deps.beginning.begin(request, by, this.#holder);
    this.#hold(begun, begun.look);
    return begun;
  }

  async list(sight: Sight): Promise<OpenLive[]> {
    const open = await this.#deps.lives.open();
    return open.filter(({ broadcast }) => sees(sight, placeOf(broadcast)));
  }

  async #isInSight({ broadcast }: OpenLive, by: Caller): Promise<boolean> {
    const { areas } = await this.#deps.reader.territory();
    return sees(sightOf(by.areaIds, areas), placeOf(broadcast));
  }

  /** For the person alone who has begun it. */
  async attach(id: BroadcastId, by: Caller, listener: LiveListener): Promise<Attached> {
    const open = this.#sessions.get(id)?.open ?? (await this.#deps.lives.find(id));
    if (open === undefined || open.live.ended !== undefined) return { ok: false, closeCode: LIVE_CLOSE_CODES.unknown };
    if (open.live.speaker.personId !== by.personId || !hasRight(by, 'speak')) {
      // what is another commune's is not there
      const isSeen = await this.#isInSight(open, by);
      return { ok: false, closeCode: isSeen ? LIVE_CLOSE_CODES.notYours : LIVE_CLOSE_CODES.unknown };
    }
    const session = this.#sessions.get(id) ?? (await this.#takeOver(open));
    if (session === undefined) return { ok: false, closeCode: LIVE_CLOSE_CODES.unknown };
    session.attach(listener);
    return { ok: true, session };
  }

  /** Whether somebody who speaks may still do so there: roles and hamlets change hands. Rejects without the database. */
  async maySpeakOn({ open: { broadcast } }: LiveSession, by: Caller): Promise<boolean> {
    const { people, reader } = this.#deps;
    const { roles = by.roles, areaIds = by.areaIds } = people.find(by.personId) ?? {};
    // a token reaches no further than it was made for
    const now = { ...by, roles, areaIds: by.kind === 'person' ? areaIds : by.areaIds };
    const { areas, clusters, groups } = await reader.territory();
    const { areaIds: areasNamed, clusterIds, groupIds } = broadcast.requested;
    const members = groupIds.flatMap((id) => groups.get(id) ?? []);
    const poles = [...clusterIds, ...members.flatMap((group) => group.clusterIds)];
    const places = [
      ...[...areasNamed, ...members.flatMap((group) => group.areaIds)].filter((id) => areas.has(id)),
      ...poles.flatMap((id) => clusters.get(id)?.hamletId ?? []),
    ];
    return hasRight(now, 'speak') && places.every((place) => may(now, 'speak', place, areas));
  }

  /** By whoever has begun it, or may stop what sounds there. @throws Refusal */
  async end(id: BroadcastId, by: Caller): Promise<LiveEndReason> {
    const { lives, reader, ending } = this.#deps;
    const open = found(await lives.find(id), 'live-unknown');
    const { live, broadcast } = open;
    const isOwn = live.speaker.personId === by.personId && hasRight(by, 'speak');
    const { areas } = await reader.territory();
    const { hamlets } = broadcast.audience;
    const isThere = hasRight(by, 'stop') && hamlets.every((hamlet) => may(by, 'stop', hamlet.id, areas));
    if (!isOwn && !isThere) throw new Refusal('live-not-yours');
    if (live.ended !== undefined) throw new Refusal('live-over');
    const { title } = broadcast;
    noteChange({ areaId: broadcast.communeId, before: { title, speaker: live.speaker }, after: { ended: true } });
    const reason = isOwn ? 'ended' : 'stopped';
    const session = this.#sessions.get(id);
    if (session !== undefined) await session.end(reason);
    else await ending.end(open, { reason, onAirAt: await this.#onAirAt(open) });
    return (await lives.find(id))?.live.ended?.reason ?? reason;
  }

  #hold(open: OpenLive, look: LiveLook, spokenMs = 0): LiveSession {
    const { newSender, encoder, liveRecordings, ending, clock, onProblem } = this.#deps;
    const { id, delayMs, record } = open.live;
    const sender = newSender(id as string);
    const line = new LiveLine(delayMs, spokenMs, {
      send: (frames, playAtMicros) => sender.send(frames, playAtMicros),
      encoder,
      record: record
        ? () => liveRecordings.begin(id, (cause) => onProblem('a live is not recorded any more', cause))
        : undefined,
    });
    const watch = new LiveWatch(open, look, this.#deps);
    const session = new LiveSession(open, {
      ...{ line, watch, clock, onProblem },
      isHeard: () => !sender.isStuck,
      end: (end) => ending.end(open, end),
      recording: () => ending.recording(id),
      onGone: () => this.#sessions.delete(id),
    });
    this.#sessions.set(id, session);
    return session;
  }

  /** Its speaker has come to another controller than before. */
  async #takeOver(open: OpenLive): Promise<LiveSession | undefined> {
    const { lives, looks, clock } = this.#deps;
    const { id, chimeMs, maxMs } = open.live;
    const look = await looks.of({ ...open.broadcast, chimeMs, maxMs }, open.clusterIds);
    if (look === undefined || !(await lives.take(id, this.#holder, clock.now()))) return undefined;
    const live = { ...open.live, holder: this.#holder };
    const spoken = await lives.spokenMs([id]);
    return this.#sessions.get(id) ?? this.#hold({ ...open, live }, look, spoken.get(id));
  }

  /** One look at a time; what cannot be ended now is there at the next. */
  #sweep(): void {
    const { onProblem } = this.#deps;
    this.#sweeping ??= this.#endAllAbandoned()
      .catch((cause: unknown) => {
        this.#answersSince = undefined;
        onProblem('lives that nobody holds were not looked for', cause);
      })
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  async #endAllAbandoned(): Promise<void> {
    const { lives, clock } = this.#deps;
    const abandoned = await lives.abandoned(clock.now() - ABANDONED_AFTER_MS);
    const now = clock.monotonicNow();
    this.#answersSince ??= now;
    // whoever holds one could not say so either while the database was away
    if (now - this.#answersSince < ABANDONED_AFTER_MS) return;
    for (const id of abandoned) {
      const open = this.#sessions.has(id) ? undefined : await lives.find(id);
      if (open !== undefined) await this.#endAbandoned(open);
    }
  }

  async #endAbandoned(open: OpenLive): Promise<void> {
    const { ending } = this.#deps;
    await ending.end(open, { reason: 'abnormal', onAirAt: await this.#onAirAt(open) });
    await ending.recording(open.live.id);
  }

  async #onAirAt({ live, broadcast, clusterIds }: OpenLive): Promise<number | undefined> {
    const { looks, clock } = this.#deps;
    const look = await looks.of({ ...broadcast, chimeMs: live.chimeMs, maxMs: live.maxMs }, clusterIds);
    const onAirAt = look?.onAirAt ?? broadcast.startAt + live.chimeMs;
    return clock.now() >= onAirAt ? onAirAt : undefined;
  }

  /** Of lives that ended while nobody could take them in. */
  async #takeInRecordings(): Promise<void> {
    const { lives, liveRecordings, ending } = this.#deps;
    for (const id of await liveRecordings.left()) {
      if ((await lives.find(id))?.live.ended !== undefined) await ending.recording(id);
    }
  }
}
