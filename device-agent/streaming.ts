/** What is joined to hear streams: receiving, and noticing that one does not come. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { OpenedSegment } from './playout/segment.ts';
import type { DeviceStore } from './ports/device-store.ts';
import type { KeepTime } from './services/keep-time.ts';
import { ReceiveStreams, type ReceiveStreamsDeps, type StreamCounts } from './services/receive-streams.ts';
import type { ViewPlans } from './services/view-plans.ts';
import { WatchStreams, type WatchStreamsDeps } from './services/watch-streams.ts';
import type { Sounding } from './sounding.ts';

type Given = Omit<ReceiveStreamsDeps, 'timeMap' | 'runs' | 'received'> & Pick<WatchStreamsDeps, 'gaps' | 'changed'>;

export interface StreamingDeps extends Given {
  store: Pick<DeviceStore, 'journal'>;
  time: Pick<KeepTime, 'timeMap'>;
  plans: ViewPlans;
  sounding(): Pick<Sounding, 'play' | 'account'>;
  /** its streams do not come by the network */
  isLocal(of: Pick<Run, 'broadcastId'>): boolean;
}

export interface Streaming {
  readonly counts: StreamCounts;
  /** of packets before their place is read, ms; see `ReceiveStreams` */
  marginMs(): number | undefined;
  receive(streamId: StreamId, bytes: Uint8Array): Promise<void>;
  open(streamId: StreamId, originAt: EpochMillis): Promise<OpenedSegment>;
  /** What is laid out has changed. */
  laidOut(): void;
  /** What is planned or known has changed. */
  reconsider(): void;
  stop(): void;
}

export function joinStreaming(deps: StreamingDeps): Streaming {
  const { sounding, store, time, plans, isLocal } = deps;
  const timeMap = () => time.timeMap();
  const receive: ReceiveStreams = new ReceiveStreams({
    ...deps,
    timeMap,
    runs: (at) => plans.at(at).runs.filter((run) => !isLocal(run)),
    received: (streamId, from, to) => watch.received(streamId, from, to),
  });
  const watch: WatchStreams = new WatchStreams({
    ...deps,
    timeMap,
    journal: store.journal,
    playing: () =>
      sounding()
        .play.playing()
        .filter((segment) => !isLocal(segment)),
    buffer: (streamId) => receive.buffer(streamId),
    noticed: (key, reason) => sounding().account.notice(key, reason),
  });
  return {
    counts: receive.counts,
    marginMs: () => receive.marginMs(),
    receive: (streamId, bytes) => receive.receive(streamId, bytes),
    open: (streamId, originAt) => receive.open(streamId, originAt),
    laidOut: () => watch.review(),
    reconsider() {
      receive.reconsider();
      watch.review();
    },
    stop() {
      receive.stop();
      watch.stop();
    },
  };
}
