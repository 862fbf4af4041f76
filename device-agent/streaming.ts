/** What is joined to hear streams: receiving, and noticing that one does not come. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { OpenedSegment } from './playout/segment.ts';
import { ReceiveStreams, type ReceiveStreamsDeps, type StreamCounts } from './services/receive-streams.ts';
import { WatchStreams, type WatchStreamsDeps } from './services/watch-streams.ts';

export type StreamingDeps = Omit<ReceiveStreamsDeps, 'runs' | 'received'> & Omit<WatchStreamsDeps, 'buffer'>;

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
  const receive: ReceiveStreams = new ReceiveStreams({
    ...deps,
    runs: (at) => deps.plans.at(at).runs,
    received: (streamId, from, to) => watch.received(streamId, from, to),
  });
  const watch: WatchStreams = new WatchStreams({ ...deps, buffer: (streamId) => receive.buffer(streamId) });
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
