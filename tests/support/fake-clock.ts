/** Clocks for tests: the machine's own, and one that is moved by hand. */
import type { Clock } from '@loa-lang/controller/ports/clock';

/** The wall clock of this machine, good enough where only durations matter. */
export const wallClock: Clock = {
  now: () => Date.now(),
  preciseNow: () => performance.timeOrigin + performance.now(),
  monotonicNow: () => performance.now(),
};

export class HandClock implements Clock {
  private at: number;

  constructor(startAt = Date.parse('2026-03-02T05:00:00+07:00')) {
    this.at = startAt;
  }

  now(): number {
    return Math.floor(this.at);
  }

  preciseNow(): number {
    return this.at;
  }

  monotonicNow(): number {
    return this.at;
  }

  advance(ms: number): void {
    this.at += ms;
  }
}
