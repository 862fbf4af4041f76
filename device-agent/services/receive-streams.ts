/**
 * Receives the streams that are on or due soon. Whoever holds the broker may delay and drop packets and nothing else:
 * what is forged, spliced, repeated or out of its time is counted and heard by nobody.
 */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type LivePacket, MAX_LIVE_PACKET_BYTES, readLivePacket, signedLiveBytes } from '@loa-lang/schemas/wire/live';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { filters } from '@loa-lang/schemas/wire/topics';
import type { CryptoKey } from 'jose';
import { opusFrameSamples } from '../domain/opus-frame.ts';
import type { OwnGaps } from '../domain/own-gaps.ts';
import { RecentValues } from '../domain/recent-values.ts';
import type { OpenedSegment } from '../playout/segment.ts';
import {
  endOf,
  msOfSample,
  StreamBuffer,
  type StreamPacket,
  sampleAt,
  sampleOfMicros,
} from '../playout/stream-buffer.ts';
import { StreamWindow } from '../playout/stream-window.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import type { StreamDecoder } from '../ports/stream-decoder.ts';
import { Alarm } from './alarm.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface ReceiveStreamsDeps {
  clock: Clock;
  subscriptions: Subscriptions;
  faults: FaultLedger;
  ring(): KeyRing | undefined;
  settings(): Settings | undefined;
  now(): EpochMillis | undefined;
  timeMap(): { toMonotonic(at: EpochMillis): number } | undefined;
  runs(now: EpochMillis): readonly Run[];
  gaps: Pick<OwnGaps, 'open'>;
  openDecoder(streamId: StreamId): Promise<StreamDecoder>;
  /** a packet that can be heard has come */
  received(streamId: StreamId, from: EpochMillis, to: EpochMillis): void;
}

/** Subscribed so long before it is due: the link may be away for a while. */
const AHEAD_MS: Millis = 60_000;
/** A relay lags some seconds behind its source; whatever is dated later is not meant to be heard. */
const LATEST_MS: Millis = 20_000;
/** About 100 ms are usual. */
const LONGEST_PACKET_SAMPLES = 1000 * SAMPLES_PER_MS;
const BAD_PACKET_QUIET_MS = 3_600_000;
const RECENT_PACKETS = 64;

/** Counts since the agent was started. */
export interface StreamCounts {
  heard: number;
  /** came when their place was over */
  late: number;
  /** never came */
  lost: number;
  /** made up in their place, ms */
  concealedMs: Millis;
}

export class ReceiveStreams {
  readonly #deps: ReceiveStreamsDeps;
  readonly #buffers = new Map<StreamId, StreamBuffer>();
  readonly #next: Alarm;
  readonly #margins = new RecentValues(RECENT_PACKETS);
  readonly counts: StreamCounts = { heard: 0, late: 0, lost: 0, concealedMs: 0 };

  constructor(deps: ReceiveStreamsDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => this.reconsider());
  }

  stop(): void {
    this.#next.end();
  }

  buffer(streamId: StreamId): StreamBuffer | undefined {
    return this.#buffers.get(streamId);
  }

  /** So long before the output needed them 95 % of the last packets were there, ms. */
  marginMs(): Millis | undefined {
    return this.#margins.quantile(0.05);
  }

  /** What is planned or known has changed: subscribes to what is on or due soon. */
  reconsider(): void {
    const { now, timeMap, runs, gaps, subscriptions } = this.#deps;
    const at = now();
    if (at === undefined) return;
    const lost = gaps.open(at);
    const wanted = new Set(lost.map(({ streamId }) => streamId));
    let nextAt = Math.min(...lost.map(({ to }) => to));
    for (const { startAt, items } of runs(at)) {
      for (const { streamId, offsetMs, durationMs } of items) {
        const from = startAt + offsetMs - AHEAD_MS;
        const to = startAt + offsetMs + durationMs;
        if (streamId === undefined || to <= at) continue;
        nextAt = Math.min(nextAt, from <= at ? to : from);
        if (from <= at) wanted.add(streamId);
      }
    }
    for (const streamId of wanted) if (!this.#buffers.has(streamId)) this.#buffers.set(streamId, new StreamBuffer());
    for (const streamId of this.#buffers.keys()) if (!wanted.has(streamId)) this.#buffers.delete(streamId);
    subscriptions.set('streams', [...wanted].map(filters.live));
    const map = timeMap();
    if (map !== undefined && nextAt < Infinity) this.#next.set(map.toMonotonic(nextAt) + 1);
  }

  /** A packet has arrived. Calls must not overlap. */
  async receive(streamId: StreamId, bytes: Uint8Array): Promise<void> {
    const { faults, ring, now } = this.#deps;
    const buffer = this.#buffers.get(streamId);
    const count = (what: string): void => faults.count(`stream:${what}`);
    if (buffer === undefined) return count('unasked');
    const read = bytes.length > MAX_LIVE_PACKET_BYTES ? undefined : readLivePacket(bytes);
    const packet = read && placed(read);
    if (read === undefined || packet === undefined) return this.#refuse('malformed');
    const [at, keys] = [now(), ring()];
    if (at === undefined || keys === undefined) return count('no-time');
    if (msOfSample(endOf(packet)) < at) return this.#late();
    if (msOfSample(packet.start) > at + LATEST_MS) return count('early');
    // before its signature, which costs most: what is held was genuine
    if (buffer.at(packet.start + packet.samples / 2) !== undefined) return count('duplicate');
    const settings = this.#deps.settings();
    const inForce = keys.inForce('live', settings?.areaIds ?? [], at);
    if (!(await isSigned(streamId, read, inForce))) return this.#refuse('bad-signature');
    this.#take(streamId, buffer, packet);
  }

  /** What a player reads of a stream; position 0 is what is due at `originAt`. */
  async open(streamId: StreamId, originAt: EpochMillis): Promise<OpenedSegment> {
    const decoder = await this.#deps.openDecoder(streamId);
    const buffer = this.#buffers.get(streamId) ?? new StreamBuffer();
    this.#buffers.set(streamId, buffer);
    const { counts } = this;
    const window = new StreamWindow({
      buffer,
      decoder,
      origin: sampleAt(originAt),
      listener: {
        heard: () => counts.heard++,
        lost: (packets) => {
          counts.lost += packets;
        },
        concealed: (ms) => {
          counts.concealedMs += ms;
        },
      },
      freed: () => decoder.free(),
    });
    return { ok: true, window };
  }

  #take(streamId: StreamId, buffer: StreamBuffer, packet: StreamPacket): void {
    const ahead = buffer.aheadOf(packet);
    if (ahead !== undefined) this.#margins.add(ahead / SAMPLES_PER_MS);
    const outcome = buffer.add(packet);
    if (outcome === 'late') this.#late();
    else if (outcome === 'duplicate') this.#deps.faults.count('stream:duplicate');
    else this.#deps.received(streamId, msOfSample(packet.start), msOfSample(endOf(packet)));
  }

  #late(): void {
    this.counts.late++;
    this.#deps.faults.count('stream:late');
  }

  /** No sender of ours makes such a one. */
  #refuse(fault: 'malformed' | 'bad-signature'): void {
    this.#deps.faults.count(`stream:${fault}`);
    this.#deps.faults.raise('bad-document', `live: ${fault}`, BAD_PACKET_QUIET_MS);
  }
}

function placed({ sequence, playAtMicros, frames }: LivePacket): StreamPacket | undefined {
  let samples = 0;
  for (const frame of frames) {
    const length = opusFrameSamples(frame);
    if (length === undefined) return undefined;
    samples += length;
  }
  if (samples > LONGEST_PACKET_SAMPLES) return undefined;
  return { sequence, start: sampleOfMicros(playAtMicros), samples, frames };
}

/** Packets do not name their key: any that may sign streams now will do. */
async function isSigned(
  streamId: StreamId,
  { signed, signature }: { signed: Uint8Array; signature: Uint8Array },
  keys: readonly CryptoKey[],
): Promise<boolean> {
  const bytes = signedLiveBytes(streamId, signed);
  for (const key of keys) {
    if (await crypto.subtle.verify('Ed25519', key, signature, bytes)) return true;
  }
  return false;
}
