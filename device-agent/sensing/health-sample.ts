/** Puts a health sample together. */
import type { Dbfs, Millis } from '@loa-lang/schemas/units';
import { type Health, HealthSchema } from '@loa-lang/schemas/wire/health';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { bounded } from '../domain/bounded.ts';
import type { Readings } from '../domain/readings.ts';
import type { AssetCache } from '../ports/asset-cache.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeliverReports } from '../services/deliver-reports.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';
import type { AgentIdentity } from '../services/identity.ts';
import type { KeepTime } from '../services/keep-time.ts';
import type { Sounding } from '../sounding.ts';
import type { Streaming } from '../streaming.ts';

export interface HealthSampleDeps {
  identity: AgentIdentity;
  clock: Clock;
  time: Pick<KeepTime, 'now' | 'uncertaintyMs' | 'roundTripMs'>;
  cache: Pick<AssetCache, 'complete' | 'usedBytes'>;
  reports: Pick<DeliverReports, 'pending'>;
  faults: FaultLedger;
  streaming: Pick<Streaming, 'counts' | 'marginMs'>;
  settings(): Settings | undefined;
  sounding: Pick<Sounding, 'state' | 'output'>;
  /** RMS of the last second that sounded */
  outputDbfs?(): Dbfs | undefined;
}

/** @param uptimeMs of the agent */
export function healthSample(deps: HealthSampleDeps, readings: Readings, uptimeMs: Millis): Health {
  const { identity, time, cache, reports, faults, streaming, sounding } = deps;
  const settings = deps.settings();
  const { counts } = streaming;
  const sample = {
    ...readings,
    at: time.now(),
    timeUncertaintyMs: time.uncertaintyMs(),
    residentBytes: process.memoryUsage.rss(),
    cachedAssets: cache.complete().length,
    cachedBytes: cache.usedBytes(),
    pendingReports: reports.pending,
    roundTripMs: time.roundTripMs(),
    outputAheadMs: sounding.output.aheadMs(),
    // most devices hear no stream for weeks
    streams: counts.heard + counts.late + counts.lost === 0 ? undefined : { ...counts, marginMs: streaming.marginMs() },
    sink: sounding.state(),
    outputDbfs: deps.outputDbfs?.(),
    volumeDb: settings?.volumeDb,
    muted: settings?.muted,
    faults: faults.raised(),
  };
  const { agentVersion } = identity;
  return { ...bounded(HealthSchema, sample), uptimeMs: Math.round(uptimeMs), agentVersion };
}
