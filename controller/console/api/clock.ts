/** The controller's time: a browser's clock may be hours off, and what is told of broadcasts is told by the controller's. */
import { useEffect, useState } from 'react';

/** Answers tell whole seconds: a clock within this is right. */
const SEEN_MS = 2000;

const known = { aheadMs: 0 };

/** @param date the header of an answer */
export function noteServerTime(date: string | null): void {
  const ahead = Date.parse(date ?? '') - Date.now();
  if (!Number.isNaN(ahead)) known.aheadMs = Math.abs(ahead) > SEEN_MS ? ahead : 0;
}

/** Milliseconds since 1970 by the controller's clock. */
export const serverNow = (): number => Date.now() + known.aheadMs;

/** @param everyMs how often what is shown moves on; 15 s is enough for minutes */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
