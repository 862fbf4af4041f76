/** What an agent says about itself: for `status`, for commands, for those who watch a fleet, and as health. */
import type { AssetId, BroadcastId, DeviceId } from '@loa-lang/schemas/ids';
import type { Dbfs, EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { TimeTrust } from './domain/clock-offset-timekeeper.ts';
import type { AssetCache } from './ports/asset-cache.ts';
import type { Clock } from './ports/clock.ts';
import type { ControllerLink } from './ports/controller-link.ts';
import type { DeliverReports } from './services/deliver-reports.ts';
import type { FaultLedger } from './services/fault-ledger.ts';
import type { FetchAudio } from './services/fetch-audio.ts';
import type { AgentIdentity } from './services/identity.ts';
import type { KeepDocuments } from './services/keep-documents.ts';
import type { KeepTime } from './services/keep-time.ts';
import type { Play } from './services/play.ts';
import type { RunSink } from './services/run-sink.ts';
import type { ViewPlans } from './services/view-plans.ts';
import type { Streaming } from './streaming.ts';

export interface AgentStatus {
  deviceId: DeviceId;
  /** of the cluster, as configured */
  label: string | undefined;
  agentVersion: string;
  uptimeMs: Millis;
  connected: boolean;
  time: {
    trust: TimeTrust;
    now: EpochMillis | undefined;
    uncertaintyMs: Millis | undefined;
    exchanges: number;
  };
  muted: boolean;
  held: { keys?: Revision; settings?: Revision; plans: Record<string, Revision> };
  /** documents of which a newer revision is known to exist */
  behind: readonly string[];
  audio: { complete: number; usedBytes: number; missing: AssetId[] };
  /** what sounds now and what is laid out next */
  playing: { broadcastId: BroadcastId; run: number; itemIndex: number; startAt: EpochMillis; endAt: EpochMillis }[];
  nextStartAt: EpochMillis | undefined;
  sink: { name: string; state: 'idle' | 'sounding' | 'failed' };
  volumeDb: Dbfs;
  pendingReports: number;
  faults: string[];
  counts: Record<string, number>;
}

export interface ConditionDeps {
  identity: AgentIdentity;
  label: string | undefined;
  clock: Clock;
  link: ControllerLink;
  time: KeepTime;
  documents: KeepDocuments;
  plans: ViewPlans;
  cache: AssetCache;
  audio: FetchAudio;
  reports: DeliverReports;
  faults: FaultLedger;
  play: Play;
  output: RunSink;
  streaming: Pick<Streaming, 'counts' | 'marginMs'>;
  diskFreeBytes(): Promise<number | undefined>;
}

export class Condition {
  readonly #deps: ConditionDeps;
  readonly #startedAt: number;

  constructor(deps: ConditionDeps) {
    this.#deps = deps;
    this.#startedAt = deps.clock.monotonicNow();
  }

  status(): AgentStatus {
    const { identity, label, clock, link, time, documents, plans, cache, audio, reports, faults, play, output } =
      this.#deps;
    const at = time.now();
    const view = at === undefined ? undefined : plans.at(at);
    const settings = documents.settings();
    return {
      deviceId: identity.deviceId,
      label,
      agentVersion: identity.agentVersion,
      uptimeMs: Math.round(clock.monotonicNow() - this.#startedAt),
      connected: link.connected,
      time: { trust: time.trust, now: at, uncertaintyMs: time.uncertaintyMs(), exchanges: time.exchanges },
      muted: settings?.muted ?? false,
      held: documents.held(),
      behind: time.behind,
      audio: { complete: cache.complete().length, usedBytes: cache.usedBytes(), missing: audio.missing() },
      playing: play.playing().map(({ broadcastId, run, itemIndex, startAt, endAt }) => ({
        broadcastId,
        run,
        itemIndex,
        startAt,
        endAt,
      })),
      nextStartAt: view?.runs.find((run) => at !== undefined && run.startAt > at)?.startAt,
      sink: { name: output.name, state: this.#sinkState() },
      volumeDb: settings?.volumeDb ?? 0,
      pendingReports: reports.pending,
      faults: faults.raised(),
      counts: faults.counts(),
    };
  }

  async health(): Promise<Health> {
    const { identity, clock, time, cache, reports, streaming, output } = this.#deps;
    // a disk that cannot tell is told of by others
    const diskFreeBytes = await this.#deps.diskFreeBytes().catch(() => undefined);
    const timeUncertaintyMs = time.uncertaintyMs();
    const at = time.now();
    const roundTripMs = time.roundTripMs();
    const outputAheadMs = output.aheadMs();
    const marginMs = streaming.marginMs();
    return {
      uptimeMs: clock.monotonicNow() - this.#startedAt,
      ...(at === undefined ? {} : { at }),
      agentVersion: identity.agentVersion,
      ...(timeUncertaintyMs === undefined ? {} : { timeUncertaintyMs }),
      residentBytes: process.memoryUsage.rss(),
      ...(diskFreeBytes === undefined ? {} : { diskFreeBytes }),
      cachedAssets: cache.complete().length,
      cachedBytes: cache.usedBytes(),
      pendingReports: reports.pending,
      ...(roundTripMs === undefined ? {} : { roundTripMs }),
      ...(outputAheadMs === undefined ? {} : { outputAheadMs }),
      streams: { ...streaming.counts, ...(marginMs === undefined ? {} : { marginMs }) },
      sink: this.#sinkState(),
    };
  }

  #sinkState(): AgentStatus['sink']['state'] {
    const { output, play } = this.#deps;
    return output.failed ? 'failed' : play.sounding().length > 0 ? 'sounding' : 'idle';
  }
}
