/** Ends a live: devices are told at once, what it interrupted comes back, and the records say who spoke and for how long. */
import type { LiveEndReason } from '@loa-lang/schemas/http/live';
import type { BulletinId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { CACHED_LEAD_MS } from '../../domain/broadcasts/lead.ts';
import { planIdsOf } from '../../domain/placement/placement.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveStore, OpenLive } from '../../ports/live-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { StreamGaps } from '../../ports/stream-gaps.ts';
import type { Audit } from '../audit/audit.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { bulletinOf, type LiveRecordingDeps } from './live-recording.ts';

export interface LiveEndDeps extends LiveRecordingDeps {
  lives: LiveStore;
  broadcasts: Pick<BroadcastStore, 'cancel'>;
  streamGaps: Pick<StreamGaps, 'open'>;
  delivery: Pick<DocumentDelivery, 'deliver'>;
  audit: Pick<Audit, 'note'>;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

export interface LiveEnd {
  reason: LiveEndReason;
  /** `undefined`: the microphone was never on air */
  onAirAt: EpochMillis | undefined;
  /** when the last word is over, where one is under way */
  until?: EpochMillis | undefined;
  /** as the holder knows */
  spokenMs?: Millis | undefined;
  counts?: object | undefined;
}

/** A live's stream bears its id. */
const streamIdOf = ({ id }: { id: string }): StreamId => id;
const ACT = 'EVENT live-ended';
const NEVER_ON_AIR = 'kết thúc trước khi micrô lên sóng';

export class LiveEnding {
  readonly #deps: LiveEndDeps;

  constructor(deps: LiveEndDeps) {
    this.#deps = deps;
  }

  /** Twice is once. Rejects while the database does not answer: then it is to be tried again. */
  async end({ live, broadcast }: OpenLive, { reason, onAirAt, until, spokenMs, counts }: LiveEnd): Promise<void> {
    const { lives, broadcasts, streamGaps, delivery, audit, feed, clock } = this.#deps;
    const now = clock.now();
    // the plan has to be there before it comes to pass
    const overAt = Math.max(until ?? 0, now + CACHED_LEAD_MS);
    if (onAirAt === undefined) await broadcasts.cancel(live.id, now, NEVER_ON_AIR);
    else await streamGaps.open(streamIdOf(live), overAt, reason);
    const delivering = delivery.deliver({ plans: planIdsOf(broadcast), urgent: true });
    const isFirst = await lives.end(live.id, { at: now, reason, overAt, spokenMs });
    await delivering;
    if (!isFirst) return;
    feed.emit({ type: 'broadcast', broadcastId: live.id, state: onAirAt === undefined ? 'cancelled' : 'reporting' });
    const onAirMs: Millis = onAirAt === undefined ? 0 : Math.max(0, overAt - onAirAt);
    const after = {
      speaker: live.speaker,
      title: broadcast.title,
      reason,
      onAirMs,
      spokenMs,
      ...(counts && { counts }),
    };
    const what = { act: ACT, subjectId: live.id, areaId: broadcast.communeId, reason: undefined, sender: 'localhost' };
    await audit.note({ ...what, after });
  }

  /** Of one that has ended. A recording that cannot be taken in now is taken in at the next start. */
  async recording(id: string): Promise<BulletinId | undefined> {
    return bulletinOf(id, this.#deps).catch((cause: unknown) => {
      this.#deps.onProblem('the recording of a live waits', cause);
      return undefined;
    });
  }
}
