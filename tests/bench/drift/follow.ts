/** Days of continuous sound on virtual time: the real time map and rate follower, block by block, without samples. */
import { LearntRate, RateFollower } from '@loa-lang/device-agent/domain/rate-follower';
import { SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';
import type { SyncSchedule } from './sync-schedule.ts';
import { READING_EVERY_MS, type VirtualDevice } from './virtual-device.ts';

/** As the player sinks ask for it. */
const BLOCK_SAMPLES = 10 * SAMPLES_PER_MS;

export interface FollowOptions {
  devices: readonly VirtualDevice[];
  durationMs: number;
  syncs: SyncSchedule;
  /** when sound starts, and with it what is measured */
  soundFromMs: number;
  log: (line: string) => void;
}

export interface FollowResult {
  /** largest difference between any two devices at one instant, ms */
  largestSkewMs: number;
  /** largest difference between a device and the controller's time, ms */
  largestErrorMs: number;
  jumps: number;
  /** largest bend of the read rate against the clocks' own pace, parts per million */
  largestBendPpm: number;
  /** largest amount by which a block's length differs from nominal, samples per second */
  largestCorrectionSamplesPerSecond: number;
}

class Speaker {
  readonly device: VirtualDevice;
  /** played position minus the one that the controller's time asks for, ms */
  errorMs = 0;
  jumps = 0;
  bend = 0;
  readonly #follower: RateFollower;
  readonly #startAt: number;
  readonly #framesPerMs: number;
  #at: number;
  #frames = 0;
  #readAt: number;

  constructor(device: VirtualDevice, trueStartMs: number) {
    this.device = device;
    this.#startAt = device.controller(trueStartMs);
    this.#at = device.monotonic(trueStartMs);
    this.#readAt = this.#at;
    this.#framesPerMs = SAMPLES_PER_MS * (1 + device.cardAgainstClockPpm * 1e-6);
    device.read(this.#at, 0);
    const map = device.timekeeper.timeMap();
    if (map === undefined) throw new Error('no time yet');
    const position = Math.round((map.toController(this.#at) - this.#startAt) * SAMPLES_PER_MS);
    this.#follower = new RateFollower(new LearntRate(), position, SAMPLES_PER_MS);
  }

  playUntil(trueMs: number): void {
    const map = this.device.timekeeper.timeMap();
    const until = this.device.monotonic(trueMs);
    if (map === undefined) throw new Error('time was lost');
    while (this.#at < until) {
      if (this.#at >= this.#readAt) {
        this.device.read(this.#at, this.#frames);
        this.#readAt += READING_EVERY_MS;
      }
      const told = this.device.heardAt(this.#frames);
      const start = map.toController(told);
      const span = map.toController(told + BLOCK_SAMPLES / SAMPLES_PER_MS) - start;
      const pace = (span * SAMPLES_PER_MS) / BLOCK_SAMPLES;
      const step = this.#follower.step((start - this.#startAt) * SAMPLES_PER_MS, pace, BLOCK_SAMPLES);
      if (step.kind === 'read') this.bend = Math.max(this.bend, Math.abs(step.rate / pace - 1));
      else this.jumps++;
      const asked = this.device.controller(this.device.trueAt(this.#at)) - this.#startAt;
      this.errorMs = (step.kind === 'jump' ? step.to : step.from) / SAMPLES_PER_MS - asked;
      this.#frames += BLOCK_SAMPLES;
      this.#at += BLOCK_SAMPLES / this.#framesPerMs;
    }
  }
}

/** Lets go of the event loop and says how far it is after so much virtual time. */
const LOG_EVERY_MS = 12 * 3600_000;

export async function follow(options: FollowOptions): Promise<FollowResult> {
  const { devices, syncs, durationMs, soundFromMs, log } = options;
  for (const device of devices) syncs.runUntil(device, soundFromMs);
  const speakers = devices.map((device) => new Speaker(device, soundFromMs));
  let largestSkewMs = 0;
  let largestErrorMs = 0;
  for (let now = soundFromMs; now < soundFromMs + durationMs; now += 1000) {
    for (const speaker of speakers) speaker.playUntil(now);
    const errors = speakers.map(({ errorMs }) => errorMs);
    largestSkewMs = Math.max(largestSkewMs, Math.max(...errors) - Math.min(...errors));
    largestErrorMs = Math.max(largestErrorMs, ...errors.map(Math.abs));
    for (const device of devices) syncs.runUntil(device, now + 1000);
    if (now % LOG_EVERY_MS >= 1000) continue;
    log(`  ${Math.round(now / 3600_000)} h of virtual time, skew so far ${largestSkewMs.toFixed(2)} ms`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const largestBend = Math.max(...speakers.map(({ bend }) => bend));
  return {
    largestSkewMs,
    largestErrorMs,
    jumps: speakers.reduce((sum, { jumps }) => sum + jumps, 0),
    largestBendPpm: largestBend * 1e6,
    largestCorrectionSamplesPerSecond: largestBend * SAMPLES_PER_MS * 1000,
  };
}
