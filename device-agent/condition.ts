/** What an agent says about itself: for `status`, for commands, for those who watch a fleet. */
import type { AssetId, BroadcastId, DeviceId } from '@loa-lang/schemas/ids';
import type { Dbfs, EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { TimeTrust } from './domain/clock-offset-timekeeper.ts';
import type { Readings } from './domain/readings.ts';
import type { AssetCache } from './ports/asset-cache.ts';
import type { Clock } from './ports/clock.ts';
import type { ControllerLink } from './ports/controller-link.ts';
import type { Sensing } from './sensing/join-sensing.ts';
import type { DeliverReports } from './services/deliver-reports.ts';
import type { FaultLedger } from './services/fault-ledger.ts';
import type { FetchAudio } from './services/fetch-audio.ts';
import type { AgentIdentity } from './services/identity.ts';
import type { KeepDocuments } from './services/keep-documents.ts';
import type { KeepTime } from './services/keep-time.ts';
import type { ViewPlans } from './services/view-plans.ts';
import type { Sounding } from './sounding.ts';

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
  /** of the board's sensors */
  readings: Readings;
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
  sounding: Sounding;
  sensing: Pick<Sensing, 'readings'>;
}

export class Condition {
  readonly #deps: ConditionDeps;
  readonly #startedAt: number;

  constructor(deps: ConditionDeps) {
    this.#deps = deps;
    this.#startedAt = deps.clock.monotonicNow();
  }

  status(): AgentStatus {
    const { identity, label, clock, link, time, documents, plans, cache, audio, reports, faults, sounding } =
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
      playing: sounding.play.playing().map(({ broadcastId, run, itemIndex, startAt, endAt }) => ({
        broadcastId,
        run,
        itemIndex,
        startAt,
        endAt,
      })),
      nextStartAt: view?.runs.find((run) => at !== undefined && run.startAt > at)?.startAt,
      sink: { name: sounding.output.name, state: sounding.state() },
      volumeDb: settings?.volumeDb ?? 0,
      pendingReports: reports.pending,
      faults: faults.raised(),
      counts: faults.counts(),
      readings: this.#deps.sensing.readings(),
    };
  }
}
