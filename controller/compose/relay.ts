/** Relays on air: what pulls, encodes and sends. */
import { join } from 'node:path';
import { DEFAULT_ENCODING } from '../adapters/audio/encoding-settings.ts';
import type { FfmpegTool } from '../adapters/audio/ffmpeg-tool.ts';
import type { JsonLog } from '../adapters/json-log.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { AddressRule } from '../adapters/streams/address-rule.ts';
import { FfmpegPuller } from '../adapters/streams/ffmpeg-puller.ts';
import { FilterProxy } from '../adapters/streams/filter-proxy.ts';
import { SourceLook } from '../adapters/streams/source-look.ts';
import { writeTrustedRoots } from '../adapters/streams/trusted-roots.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { Clock } from '../ports/clock.ts';
import type { Exclusive } from '../ports/exclusive.ts';
import type { PlanPublisher } from '../ports/plan-publisher.ts';
import type { StreamPuller } from '../ports/stream-puller.ts';
import { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import { CheckAhead } from '../services/relay/check-ahead.ts';
import { CheckSource } from '../services/relay/check-source.ts';
import { RelayDesk, type RelayDeskDeps } from '../services/relay/relay-desk.ts';
import { RelaySources } from '../services/relay/relay-sources.ts';
import { TellGaps } from '../services/streams/tell-gaps.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

/** @param allowed what may be pulled from although it is not the Internet's */
export async function openPuller(
  tool: FfmpegTool,
  allowed: readonly string[],
  dataDir: string,
  shutdown: Pick<Shutdown, 'add'>,
): Promise<StreamPuller> {
  const rule = new AddressRule(allowed);
  const proxy = new FilterProxy(rule);
  await proxy.start();
  shutdown.add('proxy of relays', () => proxy.stop());
  const trustedRoots = await writeTrustedRoots(join(dataDir, 'work'));
  return new FfmpegPuller({ tool, proxy, look: new SourceLook(rule), trustedRoots });
}

export interface RelayParts extends Pick<RelayDeskDeps, 'newSender' | 'encoder'> {
  storage: Pick<Storage, 'clock' | 'leasePool' | 'incidents'>;
  stores: Pick<Stores, 'relaySources' | 'streamBroadcasts' | 'streamGaps' | 'incidents'>;
  publisher: PlanPublisher;
  puller: StreamPuller;
  locks: Exclusive;
}

export function startRelays(parts: RelayParts, log: Pick<JsonLog, 'error'>, shutdown: Pick<Shutdown, 'add'>): void {
  const { stores, storage, publisher } = parts;
  const { clock, incidents, leasePool } = storage;
  const { streamGaps: gaps } = stores;
  const onProblem = (problem: string, cause: unknown) => log.error({ err: cause }, problem);
  const common = { ...parts, ...stores, clock, incidents, onProblem };
  const desk = new RelayDesk({
    ...common,
    gaps,
    level: DEFAULT_ENCODING,
    telling: new TellGaps({ ...common, gaps, delivery: new DocumentDelivery(publisher) }),
    leases: new PostgresLeases(leasePool),
  });
  const ahead = new CheckAhead({
    ...common,
    openIncidents: stores.incidents,
    checking: new CheckSource(common),
    timeZone: TIME_ZONE,
  });
  desk.start();
  shutdown.add('relays', () => desk.stop());
  ahead.start();
  shutdown.add('checks of relay sources', () => ahead.stop());
}

/** The register of sources. */
export const composeRelaySources = ({ stores, ...deps }: RegisterParts): RelaySources =>
  new RelaySources({
    ...deps,
    ...{ relaySources: stores.relaySources, areas: stores.register.areas, reader: stores.register.reader },
    checking: new CheckSource(deps),
  });

interface RegisterParts {
  stores: Pick<Stores, 'relaySources' | 'register'>;
  puller: StreamPuller;
  clock: Clock;
  newId: () => string;
}
