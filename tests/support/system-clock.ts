/** The agent's clock on this machine, for tests where only order and durations matter. */
import type { Clock } from '@loa-lang/device-agent/ports/clock';

export const systemClock: Clock = {
  monotonicNow: () => performance.now(),
  wallNow: () => Date.now(),
  hasBatteryClock: false,
  at(instant, call) {
    const timer = setTimeout(call, Math.max(0, instant - performance.now()));
    return { cancel: () => clearTimeout(timer) };
  },
};
