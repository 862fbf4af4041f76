/**
 * Listens to what the loudspeaker says, where the settings ask for it, and tells of each run whether it was heard.
 * Experimental. What left for the output is what should be heard; memory and work are bounded however long it lasts.
 */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { Segment } from '@loa-lang/schemas/timeline/types';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { HeardReport } from '@loa-lang/schemas/wire/report';
import type { TimeMap } from '../domain/clock-offset-map.ts';
import { BAND_FRAME_MS, BandFrames, frameAt } from '../domain/hearing/band-frames.ts';
import { Decimator } from '../domain/hearing/decimator.ts';
import { decibels } from '../domain/hearing/frame-levels.ts';
import { judgeHeard } from '../domain/hearing/judge-heard.ts';
import { AFTER_FRAMES, BEFORE_FRAMES, Likeness, WINDOW_FRAMES } from '../domain/hearing/likeness.ts';
import { RecentValues } from '../domain/recent-values.ts';
import { runKey } from '../domain/run-key.ts';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from '../services/alarm.ts';
import type { Ear, Listening } from './ear.ts';
import type { OutputTap } from './output-tap.ts';

export interface HearOutputDeps {
  clock: Clock;
  ear: Ear;
  tap: Pick<OutputTap, 'listen'>;
  timeMap(): TimeMap | undefined;
  playing(): readonly Segment[];
  /** the settings ask for it */
  isWanted(): boolean;
  report(report: HeardReport): void;
  bug(error: unknown): void;
}

const LOOK_EVERY_MS: Millis = 1000;
const OPEN_BEFORE_MS: Millis = 1500;
const WINDOW_MS = WINDOW_FRAMES * BAND_FRAME_MS;
/** After its end a run is compared as far as the recording has come. */
const LINGER_MS: Millis = AFTER_FRAMES * BAND_FRAME_MS + 2000;
/** One that cannot be opened is not tried without end. */
const AGAIN_MS: Millis = 60_000;
/** Two minutes tell what a loudspeaker does. */
const MOST_WINDOWS = 24;
/** Steps over what belongs to no run, or to two. */
const STEP_FRAMES = 10;
const SEAM_MS = 15;
const USUAL_OF = 16;

interface HeardRun {
  broadcastId: BroadcastId;
  run: number;
  from: MonotonicMillis;
  to: MonotonicMillis;
  likeness: Likeness;
  powers: { sum: number; windows: number };
}

/** What left, as frames from an instant on. */
interface Played {
  frames: BandFrames;
  decimator: Decimator;
  startedAt: MonotonicMillis;
  nextAt: MonotonicMillis;
  /** the next frame that was not compared */
  next: number;
}

export class HearOutput {
  readonly #deps: HearOutputDeps;
  readonly #next: Alarm;
  readonly #usual = new RecentValues(USUAL_OF);
  readonly #runs = new Map<string, HeardRun>();
  readonly #told = new Set<string>();
  #opensAt: MonotonicMillis = -Infinity;
  #stopped = false;
  #session: { listening: Listening; recorded: BandFrames; unlisten(): void } | undefined;
  #played: Played | undefined;

  constructor(deps: HearOutputDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => void this.#look().catch((error: unknown) => deps.bug(error)));
  }

  /** What is laid out has changed. */
  laidOut(): void {
    const map = this.#deps.timeMap();
    const first = this.#deps.playing().find((segment) => !this.#told.has(runKey(segment)));
    if (first === undefined || map === undefined || !this.#deps.isWanted()) return;
    const now = this.#deps.clock.monotonicNow();
    this.#next.notAfter(Math.max(now, map.toMonotonic(first.startAt) - OPEN_BEFORE_MS));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#next.end();
    await this.#close();
  }

  async #look(): Promise<void> {
    const now = this.#deps.clock.monotonicNow();
    this.#note(now);
    const isNeeded = [...this.#runs.values()].some((run) => now < run.to + LINGER_MS);
    if (isNeeded && this.#session === undefined && now >= this.#opensAt) await this.#open(now);
    if (this.#session !== undefined) this.#compareAll();
    for (const [key, run] of this.#runs) {
      if (now < run.to + LINGER_MS && run.powers.windows < MOST_WINDOWS) continue;
      this.#tell(run);
      this.#runs.delete(key);
      this.#told.add(key);
    }
    if (this.#runs.size > 0) this.#next.after(LOOK_EVERY_MS);
    else {
      await this.#close();
      this.laidOut();
    }
  }

  /** Runs that sound or will at once, with where they end as far as is known now. */
  #note(now: MonotonicMillis): void {
    const map = this.#deps.timeMap();
    const playing = map === undefined || !this.#deps.isWanted() ? [] : this.#deps.playing();
    const seen = new Set<string>();
    for (const segment of playing) {
      const key = runKey(segment);
      const [from, to] = [segment.startAt, segment.endAt].map((at) => map?.toMonotonic(at) ?? now) as [number, number];
      if (this.#told.has(key) || from > now + OPEN_BEFORE_MS + LOOK_EVERY_MS) continue;
      const { broadcastId, run } = segment;
      const known = this.#runs.get(key);
      if (known === undefined) {
        const powers = { sum: 0, windows: 0 };
        this.#runs.set(key, { broadcastId, run, from, to, likeness: new Likeness(), powers });
      } else known.to = seen.has(key) ? Math.max(known.to, to) : to;
      seen.add(key);
    }
    // cut short, or over
    for (const [key, run] of this.#runs) if (!seen.has(key)) run.to = Math.min(run.to, now);
    if (this.#told.size > 256) this.#told.clear();
  }

  async #open(now: MonotonicMillis): Promise<void> {
    this.#opensAt = now + AGAIN_MS;
    const recorded = new BandFrames();
    const listening = await this.#deps.ear.open((pcm) => recorded.push(pcm));
    if (listening === undefined) return;
    this.#opensAt = -Infinity;
    this.#session = { listening, recorded, unlisten: this.#deps.tap.listen((block, at) => this.#take(block, at)) };
    if (this.#stopped) await this.#close();
  }

  async #close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#played = undefined;
    session?.unlisten();
    await session?.listening.close();
  }

  #take(block: Float32Array, heardAt: MonotonicMillis): void {
    let played = this.#played;
    if (played === undefined || Math.abs(heardAt - played.nextAt) > SEAM_MS) {
      played = { frames: new BandFrames(), decimator: new Decimator(), startedAt: heardAt, nextAt: heardAt, next: 0 };
      this.#played = played;
    }
    played.frames.push(played.decimator.push(block));
    played.nextAt = heardAt + block.length / SAMPLES_PER_MS;
  }

  #compareAll(): void {
    const [played, session] = [this.#played, this.#session];
    if (played === undefined || session === undefined) return;
    const { recorded, listening } = session;
    for (;;) {
      played.next = Math.max(played.next, played.frames.first);
      if (played.next + WINDOW_FRAMES > played.frames.count) return;
      const at = played.startedAt + played.next * BAND_FRAME_MS;
      const place = frameAt(at, listening.startedAt);
      if (place + WINDOW_FRAMES + AFTER_FRAMES > recorded.count) return;
      const run = [...this.#runs.values()].find(({ from, to }) => from <= at && at + WINDOW_MS <= to + SEAM_MS);
      if (run === undefined || place - BEFORE_FRAMES < recorded.first) {
        played.next += STEP_FRAMES;
        continue;
      }
      const heard = recorded.bands(place - BEFORE_FRAMES, BEFORE_FRAMES + WINDOW_FRAMES + AFTER_FRAMES);
      if (run.likeness.add(played.frames.bands(played.next, WINDOW_FRAMES), heard)) {
        run.powers.sum += recorded.power(place, WINDOW_FRAMES);
        run.powers.windows++;
      }
      played.next += WINDOW_FRAMES;
    }
  }

  #tell({ broadcastId, run, likeness, powers }: HeardRun): void {
    if (powers.windows === 0) return;
    const compared = likeness.result();
    const levelDbfs = decibels(powers.sum / powers.windows);
    const { verdict, couplingDb } = judgeHeard(compared, levelDbfs, this.#usual.quantile(0.5));
    if (couplingDb !== undefined) this.#usual.add(couplingDb);
    const confidence = Math.round(1000 * Math.max(0, Math.min(1, compared.likeness))) / 1000;
    const isFound = verdict === 'heard' || verdict === 'weak';
    this.#deps.report({
      ...{ kind: 'heard', broadcastId, run, verdict, confidence },
      levelDbfs: Math.round(levelDbfs * 10) / 10,
      ...(isFound ? { delayMs: compared.delayMs } : {}),
      comparedMs: powers.windows * WINDOW_MS,
    });
  }
}
