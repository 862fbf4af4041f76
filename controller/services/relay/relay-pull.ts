/** One source while it is needed: pulled from one address or another, and sent on as a stream with its instants. */
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { Attempts } from '../../domain/streams/attempts.ts';
import { bytesOf } from '../../domain/streams/frame-cutter.ts';
import type { LevelTarget } from '../../domain/streams/leveller.ts';
import type { GapNews } from '../../domain/streams/relay-health.ts';
import { type RelayState, RelayStream } from '../../domain/streams/relay-stream.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OpusEncoder } from '../../ports/opus-encoder.ts';
import type { Pull, PullEnd, PulledSound, StreamPuller } from '../../ports/stream-puller.ts';
import { PacketFlow } from '../streams/packet-flow.ts';
import type { SentCounts, StreamSender } from '../streams/stream-sender.ts';

export interface RelayPullDeps {
  puller: StreamPuller;
  encoder: OpusEncoder;
  clock: Clock;
  level: LevelTarget;
  onProblem: (problem: string, cause: unknown) => void;
}

export interface Pulling {
  sourceId: string;
  /** main, then alternates; one at least */
  addresses: readonly string[];
  /** a gap of the stream that is open from before */
  openSince: EpochMillis | undefined;
}

export interface PullState extends RelayState {
  since: EpochMillis;
  /** what is coming now; absent while nothing is */
  sound: PulledSound | undefined;
  /** why the latest attempt ended */
  lastEnd: (PullEnd & { address: string }) | undefined;
  attempts: number;
  sent: SentCounts;
  /** what comes goes out, too: there is an encoder, and the message server takes it */
  isSent: boolean;
}

const LOOK_EVERY_MS: Millis = 20;
/** Twenty packets: nobody hears it by now. */
const UNSENT_AFTER_MS: Millis = 2_000;
/** Music and speech, as stations send them, mono: twice what a bulletin takes. */
const OPUS = { bitRate: 40_000, sound: 'any' } as const;

export class RelayPull {
  readonly #deps: RelayPullDeps;
  readonly #pulling: Pulling;
  readonly #sender: StreamSender;
  readonly #onNews: (news: GapNews, lastEnd: PullEnd | undefined) => void;
  readonly #flow: PacketFlow;
  readonly #stream: RelayStream;
  readonly #attempts: Attempts;
  readonly #since: EpochMillis;
  #pull: Pull | undefined;
  #waiting = false;
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;
  #sound: PulledSound | undefined;
  #soundedFrom: MonotonicMillis | undefined;
  #lastEnd: PullState['lastEnd'];
  #made = 0;
  #sent: { packets: number; at: EpochMillis };

  constructor(
    deps: RelayPullDeps,
    pulling: Pulling,
    sender: StreamSender,
    onNews: (news: GapNews, lastEnd: PullEnd | undefined) => void,
  ) {
    const { clock, encoder, level, onProblem } = deps;
    this.#deps = deps;
    this.#pulling = pulling;
    this.#sender = sender;
    this.#onNews = onNews;
    this.#since = clock.now();
    this.#sent = { packets: 0, at: this.#since };
    this.#stream = new RelayStream(level, this.#since, pulling.openSince);
    this.#flow = new PacketFlow({ encoder, settings: OPUS, sender, onProblem });
    this.#attempts = new Attempts(pulling.addresses.length);
  }

  start(): void {
    this.#flow.open();
    this.#try(this.#attempts.first.index);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#pull?.stop();
    this.#flow.close();
  }

  get state(): PullState {
    const now = this.#deps.clock.now();
    return {
      ...this.#stream.state(now),
      since: this.#since,
      sound: this.#sound,
      lastEnd: this.#lastEnd,
      attempts: this.#made,
      sent: this.#sender.counts,
      isSent: now - this.#sent.at < UNSENT_AFTER_MS,
    };
  }

  #look(): void {
    const now = this.#deps.clock.now();
    const { frames, news } = this.#stream.advance(now);
    for (const { samples, at } of frames) this.#flow.write(bytesOf(samples), at);
    const { gap, alive } = this.#stream.state(now);
    if (frames.length === 0 && gap !== undefined) this.#flow.flush();
    const { packets } = this.#sender.counts;
    // where nothing is due nothing is missing
    if (packets !== this.#sent.packets || !alive || gap !== undefined) this.#sent = { packets, at: now };
    if (news !== undefined) this.#onNews(news, this.#lastEnd);
    if (this.#waiting && this.#stream.hasRoom(now)) {
      this.#waiting = false;
      this.#pull?.resume();
    }
  }

  #try(index: number): void {
    const { clock, puller } = this.#deps;
    const address = this.#pulling.addresses[index] as string;
    this.#made++;
    this.#soundedFrom = undefined;
    this.#pull = puller.pull(address, {
      onSound: (sound) => {
        this.#sound = sound;
        this.#soundedFrom = clock.monotonicNow();
        this.#stream.begin(sound.inPieces ? 'pieces' : 'steady');
      },
      onSamples: (bytes) => {
        const hasRoom = this.#stream.push(bytes, clock.now());
        this.#waiting = !hasRoom;
        return hasRoom;
      },
      onEnd: (end) => this.#tryNext({ ...end, address }),
    });
  }

  #tryNext(end: NonNullable<PullState['lastEnd']>): void {
    this.#sound = undefined;
    this.#waiting = false;
    this.#lastEnd = end;
    if (this.#stopped) return;
    const from = this.#soundedFrom;
    const soundedMs = from === undefined ? 0 : this.#deps.clock.monotonicNow() - from;
    const { index, afterMs } = this.#attempts.next(soundedMs, Math.random());
    this.#retry = setTimeout(() => this.#try(index), afterMs);
  }
}
