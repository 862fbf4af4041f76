/** Relays on air: a real Icecast, real ffmpegs, a real database; what would go to the broker is kept with its instant. */

import { FfmpegOpusEncoder } from '@loa-lang/controller/adapters/audio/ffmpeg-opus-encoder';
import { BACKGROUND, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { SubjectLocks } from '@loa-lang/controller/adapters/postgres/subject-locks';
import { openPuller, startRelays } from '@loa-lang/controller/compose/relay';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { BroadcastTransport } from '@loa-lang/controller/ports/broadcast-transport';
import type { PlanPublisher } from '@loa-lang/controller/ports/plan-publisher';
import type { RecordedGap } from '@loa-lang/controller/ports/stream-gaps';
import { PacketSigner } from '@loa-lang/controller/services/streams/sign-packet';
import { StreamSender } from '@loa-lang/controller/services/streams/stream-sender';
import { type LivePacket, readLivePacket } from '@loa-lang/schemas/wire/live';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from './eventually.ts';
import { addCommune, type HttpApp, startHttpApp } from './http-app.ts';
import { Icecast } from './icecast.ts';
import { openTestKeys } from './test-keys.ts';

export interface SentPacket extends LivePacket {
  /** ms of `Date.now()` */
  sentAt: number;
}

export interface Told {
  at: number;
  planIds: readonly string[];
}

export class RelayStage {
  readonly app: HttpApp;
  readonly icecast: Icecast;
  readonly communeId: string;
  readonly told: Told[] = [];
  readonly problems: string[] = [];
  readonly #packets = new Map<string, SentPacket[]>();
  readonly #closing: (() => unknown)[] = [];

  private constructor(app: HttpApp, icecast: Icecast, communeId: string) {
    this.app = app;
    this.icecast = icecast;
    this.communeId = communeId;
  }

  static async open(databaseUrl: string): Promise<RelayStage> {
    const icecast = await Icecast.start();
    const app = await startHttpApp(databaseUrl, { patience: BACKGROUND });
    const { communeId } = await addCommune(app);
    const stage = new RelayStage(app, icecast, communeId);
    await stage.#start(databaseUrl);
    return stage;
  }

  async #start(databaseUrl: string): Promise<void> {
    const found = await findFfmpeg();
    if (!found.ok) throw new Error(found.detail);
    const pool = openPool(databaseUrl, BACKGROUND);
    const now = () => Date.now();
    const clock = { now, preciseNow: now, monotonicNow: () => performance.now() };
    const later = { add: (_: string, close: () => unknown) => void this.#closing.push(close) };
    const puller = await openPuller(found.tool, ['127.0.0.0/8'], this.app.folder, later);
    const keys = await openTestKeys(this.app.folder);
    const none = { raise: async () => undefined, clear: async () => undefined };
    const transport: Pick<BroadcastTransport, 'publish'> = {
      publish: async (topic, payload) => {
        const packet = readLivePacket(payload);
        const id = topic.split('/').at(-1) ?? '';
        if (packet !== undefined) this.packets(id).push({ ...packet, sentAt: Date.now() });
        return { ok: true };
      },
    };
    const publisher: PlanPublisher = {
      publishPlans: async (planIds) => {
        this.told.push({ at: Date.now(), planIds });
        return planIds.map(() => ({ ok: true }));
      },
      publishSettings: async (ids) => ids.map(() => ({ ok: true })),
    };
    const signer = new PacketSigner(keys);
    startRelays(
      {
        storage: { clock, leasePool: pool, incidents: none } as never,
        stores: this.app.stores,
        ...{ publisher, puller, locks: new SubjectLocks(pool), encoder: new FfmpegOpusEncoder(found.tool) },
        newSender: (streamId) => new StreamSender(streamId, transport, signer),
      },
      { error: (...said: unknown[]) => void this.problems.push(JSON.stringify(said)) } as never,
      later,
    );
    this.#closing.reverse();
    this.#closing.push(() => pool.end());
  }

  packets(streamId: string): SentPacket[] {
    const packets = this.#packets.get(streamId) ?? [];
    this.#packets.set(streamId, packets);
    return packets;
  }

  /** A source that a broadcast of half an hour needs from now on. */
  async onAir(name: string, addresses: readonly string[]): Promise<string> {
    const { status, body } = await this.app.call('POST', '/relay-sources', { areaId: this.communeId, name, addresses });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await this.app.stores.broadcasts.create({ broadcast: relayBroadcast(this.communeId, body.id), clusterIds: [] });
    return body.id;
  }

  async gaps(streamId: string): Promise<RecordedGap[]> {
    return this.app.stores.streamGaps.of([streamId], 0);
  }

  /** How often plans were sent that tell of this stream, and when. */
  toldOf(streamId: string): number[] {
    return this.told.filter(({ planIds }) => planIds.includes(`plan-${streamId}`)).map(({ at }) => at);
  }

  /** The n-th time that plans were sent for this stream, and its latest gap then. */
  async news(streamId: string, count: number): Promise<{ gap: RecordedGap; toldAt: number }> {
    await eventually('it is told', () => this.toldOf(streamId).length >= count, 45_000);
    const gap = (await this.gaps(streamId)).at(-1);
    if (gap === undefined) throw new Error('told, and no gap');
    return { gap, toldAt: this.toldOf(streamId)[count - 1] ?? Number.NaN };
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
    await this.app.stop();
    await this.icecast.stop();
  }
}

export function relayBroadcast(communeId: string, streamId: string, more: Partial<Broadcast> = {}): Broadcast {
  const startAt = Date.now();
  const endsAt = startAt + 30 * 60_000;
  return {
    ...{ id: uuidv7(), communeId, version: 1, title: 'Tiếp âm', class: 'relay', level: 'commune' },
    ...{ startAt, latestStartAt: startAt, joinUntilAt: endsAt, endsAt, approval: 'approved', startsWhenReady: false },
    ...{ rank: undefined, repeat: undefined, onInterrupted: 'restart', gainDb: 0, bulletins: [] },
    items: [{ kind: 'stream', part: 0, durationMs: 30 * 60_000, streamId }],
    requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
    placements: [{ planId: `plan-${streamId}`, targets: 'all' }],
    audience: { hamlets: [], clusters: [] },
    ...{ cancelledAt: undefined, cancelReason: undefined, createdAt: startAt },
    ...more,
  };
}
