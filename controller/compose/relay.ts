/** Relays on air: what pulls, encodes and sends. */
import { join } from 'node:path';
import { DEFAULT_ENCODING } from '../adapters/audio/encoding-settings.ts';
import { FfmpegOpusEncoder } from '../adapters/audio/ffmpeg-opus-encoder.ts';
import type { FfmpegTool } from '../adapters/audio/ffmpeg-tool.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { AddressRule } from '../adapters/streams/address-rule.ts';
import { FfmpegPuller } from '../adapters/streams/ffmpeg-puller.ts';
import { FilterProxy } from '../adapters/streams/filter-proxy.ts';
import { SourceLook } from '../adapters/streams/source-look.ts';
import { writeTrustedRoots } from '../adapters/streams/trusted-roots.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { BroadcastTransport } from '../ports/broadcast-transport.ts';
import type { Exclusive } from '../ports/exclusive.ts';
import type { PlanPublisher } from '../ports/plan-publisher.ts';
import type { StreamPuller } from '../ports/stream-puller.ts';
import { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import { CheckAhead } from '../services/relay/check-ahead.ts';
import { CheckSource } from '../services/relay/check-source.ts';
import { RelayDesk } from '../services/relay/relay-desk.ts';
import { PacketSigner } from '../services/streams/sign-packet.ts';
import { StreamSender } from '../services/streams/stream-sender.ts';
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

export interface RelayParts {
  storage: Pick<Storage, 'clock' | 'keys' | 'backgroundPool' | 'incidents'>;
  stores: Pick<Stores, 'relaySources' | 'broadcasts' | 'streamGaps' | 'incidents'>;
  transport: Pick<BroadcastTransport, 'publish'>;
  publisher: PlanPublisher;
  puller: StreamPuller;
  ffmpeg: FfmpegTool;
  locks: Exclusive;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeRelay(parts: RelayParts): { desk: RelayDesk; ahead: CheckAhead } {
  const { stores, transport, onProblem } = parts;
  const { clock, incidents, keys, backgroundPool } = parts.storage;
  const { streamGaps: gaps } = stores;
  const signer = new PacketSigner(keys);
  const common = { ...parts, ...stores, clock, incidents, onProblem };
  const delivery = new DocumentDelivery(parts.publisher);
  return {
    desk: new RelayDesk({
      ...common,
      gaps,
      encoder: new FfmpegOpusEncoder(parts.ffmpeg),
      level: DEFAULT_ENCODING,
      telling: new TellGaps({ ...common, gaps, delivery }),
      leases: new PostgresLeases(backgroundPool),
      senderOf: (streamId) => new StreamSender(streamId, transport, signer),
    }),
    ahead: new CheckAhead({
      ...common,
      openIncidents: stores.incidents,
      checking: new CheckSource(common),
      timeZone: TIME_ZONE,
    }),
  };
}
