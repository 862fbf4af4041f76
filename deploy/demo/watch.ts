/** Follows a broadcast live: audio reaching the clusters, the countdown, playing, the end. */
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import type { Api } from './api.ts';
import type { Show } from './show.ts';

export interface Watching {
  /** devices whose audio is complete, by asset */
  holders: Map<string, Set<string>>;
  /** bytes of audio put on the broker, by asset */
  publishedBytes: Map<string, number>;
  stop(): void;
}

type Event = {
  type?: string;
  assetId?: string;
  deviceId?: string;
  clusterId?: string;
  broadcastId?: string;
  state?: string;
  publishedBytes?: number;
};

const REFRESH_MS = 250;

/** Listens to the event stream from now on. */
export function watchEvents(api: Api): Watching {
  const controller = new AbortController();
  const holders = new Map<string, Set<string>>();
  const publishedBytes = new Map<string, number>();
  void api.events('/events', controller.signal, (value) => {
    const event = value as Event;
    if (event.type === 'asset' && event.state === 'cached' && event.assetId && event.deviceId) {
      const known = holders.get(event.assetId) ?? new Set();
      holders.set(event.assetId, known.add(event.deviceId));
    }
    if (event.type === 'push' && event.assetId && event.publishedBytes !== undefined) {
      publishedBytes.set(event.assetId, Math.max(event.publishedBytes, publishedBytes.get(event.assetId) ?? 0));
    }
  });
  return { holders, publishedBytes, stop: () => controller.abort() };
}

/** Shows the broadcast until its coverage is complete. @returns both as they are then: a start may have been moved up */
export async function followBroadcast(
  api: Api,
  id: string,
  watching: Watching,
  online: number,
  show: Show,
  signal: AbortSignal,
): Promise<{ broadcast: BroadcastBody; coverage: CoverageBody }> {
  for (;;) {
    const broadcast = await api.get<BroadcastBody>(`/broadcasts/${id}`);
    const coverage = await api.get<CoverageBody>(`/broadcasts/${id}/coverage`);
    if (coverage.complete) return { broadcast, coverage };
    signal.throwIfAborted();
    show.progress(describe(broadcast, coverage, watching, online));
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}

function describe(broadcast: BroadcastBody, coverage: CoverageBody, watching: Watching, online: number): string {
  const now = Date.now();
  const startAt = Date.parse(broadcast.startAt);
  const endsAt = Date.parse(broadcast.endsAt);
  if (now < startAt) {
    const assetIds = broadcast.items.flatMap((item) => ('assetId' in item ? [item.assetId] : []));
    const complete = Math.min(...assetIds.map((assetId) => watching.holders.get(assetId)?.size ?? 0));
    const seconds = Math.ceil((startAt - now) / 1000);
    return `Âm thanh đã tới ${Math.min(complete, online)}/${online} cụm đang nối mạng · phát sau ${seconds} giây`;
  }
  const started = coverage.clusters.filter(({ receipt }) => receipt !== undefined && receipt !== 'ready').length;
  const done = coverage.clustersReached;
  if (now < endsAt) {
    const left = Math.ceil((endsAt - now) / 1000);
    return `Đang phát: ${started}/${coverage.clustersTotal} cụm · xong ${done} · còn ${left} giây`;
  }
  const waiting = coverage.clusters.filter(({ state }) => state === 'pending').map(({ code }) => code);
  return `Chờ kết quả của ${waiting.join(', ')} (tối đa 60 giây sau giờ kết thúc)`;
}
