/**
 * Compares what leaves for the output with what it should be. It looks for what is suspicious in the output alone, which
 * costs next to nothing, and only then at the content: a pause of the speaker is no fault, nor is a siren.
 */
import type { Segment } from '@loa-lang/schemas/timeline/types';
import type { Dbfs, EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { TimeMap } from '../domain/clock-offset-map.ts';
import { decibels, type FrameLevels, type Levels, meanOf } from '../domain/hearing/frame-levels.ts';
import { asPlayed, least, within } from '../domain/hearing/levels-as-played.ts';
import { alikeness } from '../domain/hearing/same-content.ts';
import { excuses, type Stuck, stuckness } from '../domain/hearing/stuck.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from '../services/alarm.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';
import type { Reference } from './reference.ts';

export interface WatchOutputDeps {
  clock: Clock;
  faults: FaultLedger;
  tap: { readonly levels: FrameLevels; readonly wasAsked: boolean };
  reference: Reference;
  timeMap(): TimeMap | undefined;
  /** segments laid out for playout, those that sound first */
  playing(): readonly Segment[];
  outputFailed(): boolean;
  outputFloorDbfs(): Dbfs;
  volumeDb(): number;
  /** called with every look */
  looks(): void;
  bug(error: unknown): void;
}

/** So much is judged at once: longer than words and breaths, short beside a broadcast. */
const WINDOW_MS: Millis = 3000;
const LOOK_EVERY_MS: Millis = 500;
/** A reading of the output may lie beside the truth. */
const BEHIND_MS: Millis = 100;
const FRAMES = WINDOW_MS / 10;
/** Content counts as audible only so far above the floor: at the floor itself either is right. */
const CLEARLY_DB = 6;
/** So much quieter than its content, its gain counted, no fade and no limiter makes it. */
const LOST_DB = 20;
/** A limiter holds what would be louder. */
const LOUDEST_DBFS = -10;
/** Looks in a row that must be good before a fault is over: a whole window of other sound. */
const GOOD_LOOKS = 8;
/** A stream says what it likes, but not one tone for so long: a microphone that howls, a source that hangs. */
const STREAM_TONE_MS: Millis = 15_000;
/** Content that is itself so is left alone for a while. */
const EXCUSED_MS: Millis = 10_000;
const COMPARE_EVERY_MS: Millis = 10_000;
const DOUBT_EVERY_MS: Millis = 1000;
/** Compared for being the planned content; within what decoders keep. */
const COMPARED_MS: Millis = 1600;
const LAG_FRAMES = 8;
/** What begins or ends at an edge of the stretch may lie on its other side: devices bend sound by up to 40 ms. */
const EDGE_FRAMES = 15;
const ALIKE = 0.5;
/** Comparisons in a row. */
const DOUBTS = 3;
const MISMATCH_QUIET_MS: Millis = 60_000;
const SILENT_QUIET_MS: Millis = 24 * 3_600_000;

export class WatchOutput {
  readonly #deps: WatchOutputDeps;
  readonly #next: Alarm;
  #isLooking = false;
  #good = 0;
  #toneSince: number | undefined;
  #excusedUntil = -Infinity;
  #comparesAt = -Infinity;
  #doubts = 0;

  constructor(deps: WatchOutputDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => void this.#look().catch((error: unknown) => deps.bug(error)));
  }

  /** What is laid out has changed. */
  laidOut(): void {
    const map = this.#deps.timeMap();
    const [first] = this.#deps.playing();
    if (first === undefined || map === undefined) return;
    const now = this.#deps.clock.monotonicNow();
    this.#next.notAfter(Math.max(now + LOOK_EVERY_MS, map.toMonotonic(first.startAt) + LOOK_EVERY_MS));
  }

  stop(): void {
    this.#next.end();
  }

  async #look(): Promise<void> {
    this.laidOut();
    this.#deps.looks();
    const { clock, tap, timeMap, outputFailed } = this.#deps;
    const map = timeMap();
    if (this.#isLooking || map === undefined || !tap.wasAsked || outputFailed()) return;
    const to = clock.monotonicNow() - BEHIND_MS;
    const output = tap.levels.between(to - WINDOW_MS, to);
    const segments = this.#within(map.toController(to - WINDOW_MS), map.toController(to));
    if (segments === undefined) return;
    this.#isLooking = true;
    try {
      await this.#judge(output, segments, to, map);
    } finally {
      this.#isLooking = false;
    }
  }

  /** The parts of segments that fill the stretch; `undefined` when it is not filled. */
  #within(from: EpochMillis, to: EpochMillis): { segment: Segment; from: EpochMillis; to: EpochMillis }[] | undefined {
    const parts = this.#deps
      .playing()
      .map((segment) => ({ segment, from: Math.max(from, segment.startAt), to: Math.min(to, segment.endAt) }))
      .filter((part) => part.to > part.from);
    const filled = parts.reduce((sum, part) => sum + part.to - part.from, 0);
    return filled > to - from - 2 * BEHIND_MS ? parts : undefined;
  }

  async #judge(output: Levels, parts: Part[], to: number, map: TimeMap): Promise<void> {
    const level = decibels(output.meanSquare.reduce((sum, value) => sum + value, 0) / FRAMES);
    const stuck = stuckness(output);
    if (level < this.#deps.outputFloorDbfs()) await this.#silent(level, parts);
    else if (stuck !== undefined) await this.#stuck(stuck, level, parts);
    else {
      this.#toneSince = undefined;
      await this.#compare(level, parts, to, map);
    }
  }

  async #silent(level: Dbfs, parts: Part[]): Promise<void> {
    this.#good = 0;
    const content = await this.#contentOf(parts);
    const shouldBe = content && decibels(meanOf(within(content.meanSquare, EDGE_FRAMES)));
    if (shouldBe !== undefined && shouldBe < this.#deps.outputFloorDbfs() + CLEARLY_DB) return;
    const what = shouldBe === undefined ? 'audio that cannot be read' : `content of ${shouldBe.toFixed(0)} dBFS`;
    this.#raiseSilent(`${level.toFixed(0)} dBFS left for the output, ${what}: ${nameOf(parts)}`);
  }

  #raiseSilent(detail: string): void {
    this.#deps.faults.raise('output-silent', detail, SILENT_QUIET_MS);
  }

  async #stuck(stuck: Stuck, level: Dbfs, parts: Part[]): Promise<void> {
    this.#good = 0;
    const now = this.#deps.clock.monotonicNow();
    this.#toneSince = stuck === 'constant' ? (this.#toneSince ?? now - WINDOW_MS) : undefined;
    const isStream = parts.some(({ segment }) => segment.streamId !== undefined);
    const isLong = isStream && now - (this.#toneSince ?? now) >= STREAM_TONE_MS;
    if (!isLong && now < this.#excusedUntil) return;
    const content = isLong ? undefined : await this.#contentOf(parts, this.#gainDb);
    if (content !== undefined && excuses(content, stuck)) {
      this.#excusedUntil = now + (isStream ? LOOK_EVERY_MS : EXCUSED_MS);
      return;
    }
    this.#deps.faults.raise('output-stuck', `${stuck} at ${level.toFixed(0)} dBFS: ${nameOf(parts)}`);
  }

  /** Whether it is, loud enough, what the plan names. Only assets can be read anew. */
  async #compare(level: Dbfs, parts: Part[], to: number, map: TimeMap): Promise<void> {
    const { clock, faults, tap, reference } = this.#deps;
    if (++this.#good >= GOOD_LOOKS) {
      faults.clear('output-silent');
      faults.clear('output-stuck');
    }
    const [part, ...others] = parts;
    const now = clock.monotonicNow();
    if (part?.segment.assetId === undefined || others.length > 0 || now < this.#comparesAt) return;
    const output = tap.levels.between(to - COMPARED_MS, to);
    const [from, until] = [map.toController(to - COMPARED_MS), map.toController(to)];
    const lagMs = LAG_FRAMES * 10;
    const content = await reference.levels(part.segment, from - lagMs, until + lagMs);
    this.#comparesAt = now + COMPARE_EVERY_MS;
    if (content === undefined) return;
    this.#compareLevels(output, content, part);
    const alike = alikeness(output.meanSquare, asPlayed(content, this.#gainDb(part)).meanSquare, LAG_FRAMES);
    if (alike === undefined || alike >= ALIKE) {
      this.#doubts = 0;
      return;
    }
    this.#comparesAt = now + DOUBT_EVERY_MS;
    if (++this.#doubts < DOUBTS) return;
    const detail = `not what is planned (likeness ${alike.toFixed(2)}, ${level.toFixed(0)} dBFS): ${nameOf(parts)}`;
    faults.raise('unexplained-output', detail, MISMATCH_QUIET_MS);
  }

  #compareLevels(output: Levels, content: Levels, part: Part): void {
    const { length } = output.meanSquare;
    const shouldBe = decibels(least(content.meanSquare, length)) + this.#gainDb(part);
    const level = decibels(meanOf(output.meanSquare));
    if (length === 0 || level > Math.min(shouldBe, LOUDEST_DBFS) - LOST_DB) return;
    this.#good = 0;
    this.#raiseSilent(
      `${level.toFixed(0)} dBFS left for the output, ${shouldBe.toFixed(0)} dBFS are due: ${nameOf([part])}`,
    );
  }

  #gainDb = ({ segment }: Part): number => segment.gainDb + this.#deps.volumeDb();

  /** Of all parts together, each with its gain; `undefined` when one of them cannot be had. */
  async #contentOf(parts: Part[], gainDb: (part: Part) => number = () => 0): Promise<Levels | undefined> {
    const levels: Levels[] = [];
    for (const part of parts) {
      const content = await this.#deps.reference.levels(part.segment, part.from, part.to);
      if (content === undefined) return undefined;
      levels.push(asPlayed(content, gainDb(part)));
    }
    const joined = (pick: (each: Levels) => Float64Array) =>
      Float64Array.from(levels.flatMap((each) => [...pick(each)]));
    return { meanSquare: joined((each) => each.meanSquare), mean: joined((each) => each.mean) };
  }
}

interface Part {
  segment: Segment;
  from: EpochMillis;
  to: EpochMillis;
}

const nameOf = (parts: readonly Part[]): string => parts.map(({ segment }) => segment.broadcastId).join(', ');
